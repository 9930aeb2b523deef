using System.Runtime.InteropServices;

namespace Farm.Numerics.Tests;

/// <summary>A lane formula as a type, so that it can be tried at every width.</summary>
internal interface ILaneFunction
{
    static abstract T Of<T>(T x)
        where T : struct, ILanes<T>;
}

internal static class LaneFunction
{
    public static readonly LaneWidth[] Widths = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    public static float[] Map<TFunction>(LaneWidth width, float[] inputs)
        where TFunction : ILaneFunction => width switch
        {
            LaneWidth.Bits128 => Map<TFunction, Lanes128>(inputs),
            LaneWidth.Bits256 => Map<TFunction, Lanes256>(inputs),
            _ => Map<TFunction, Lanes512>(inputs),
        };

    public static float[] MapBits<TFunction>(LaneWidth width, uint[] inputs)
        where TFunction : ILaneFunction =>
        Map<TFunction>(width, MemoryMarshal.Cast<uint, float>(inputs).ToArray());

    public static uint[] Bits(float[] numbers) => MemoryMarshal.Cast<float, uint>(numbers).ToArray();

    /// <summary>Distance from float64 in units of the last place of the float32 result.</summary>
    public static double UlpError(float actual, double exact)
    {
        var ulp = Math.Max(Math.ScaleB(1, Math.ILogB(exact) - 23), float.Epsilon);
        return exact == 0 ? Math.Abs(actual) / float.Epsilon : Math.Abs(actual - exact) / ulp;
    }

    private static float[] Map<TFunction, T>(float[] inputs)
        where TFunction : ILaneFunction
        where T : struct, ILanes<T>
    {
        var padded = new float[inputs.Length + T.Count];
        var outputs = new float[inputs.Length + T.Count];
        inputs.CopyTo(padded, 0);
        for (var i = 0; i < inputs.Length; i += T.Count)
        {
            T.Store(TFunction.Of(T.Load(ref padded[i])), ref outputs[i]);
        }

        return outputs[..inputs.Length];
    }
}
