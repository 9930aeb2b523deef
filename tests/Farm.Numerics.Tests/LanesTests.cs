namespace Farm.Numerics.Tests;

public sealed class LanesTests
{
    private static readonly float[] edges =
    [
        0f, -0f, 1f, -1f, 0.1f, -3.7f, 1e-40f, -1e-40f, float.Epsilon, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 16777217f, 1.17549435e-38f, 3e19f, -3e19f,
    ];

    public static TheoryData<LaneWidth> Widths => [.. LaneFunction.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_operation_equals_the_scalar_one_bit_for_bit(LaneWidth width)
    {
        foreach (var a in edges)
        {
            foreach (var b in edges)
            {
                foreach (var (name, actual, expected) in Operations(width, a, b))
                {
                    // Which NaN an operation on two NaNs yields is the processor's affair; kernels store one NaN only.
                    Assert.True(
                        BitConverter.SingleToUInt32Bits(actual) == BitConverter.SingleToUInt32Bits(expected)
                            || (float.IsNaN(actual) && float.IsNaN(expected)),
                        $"{name}({a}, {b}) is {actual}, expected {expected}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Integer_operations_equal_the_scalar_ones(LaneWidth width)
    {
        uint[] words = [0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xD251_1F53, 0x0001_0000, 0x0000_FFFF];
        foreach (var a in words)
        {
            foreach (var b in words)
            {
                var product = (ulong)a * b;
                uint[] expected =
                [
                    (uint)(product >> 32), (uint)product, unchecked(a + b), a << 5, (uint)((int)a >> 5), a >>> 5,
                    a == b ? uint.MaxValue : 0, BitConverter.SingleToUInt32Bits((int)a), a & b, a | b, a ^ b,
                ];
                Assert.Equal(expected, width switch
                {
                    LaneWidth.Bits128 => Integers<Lanes128>(a, b),
                    LaneWidth.Bits256 => Integers<Lanes256>(a, b),
                    _ => Integers<Lanes512>(a, b),
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Masks_tell_their_lanes(LaneWidth width)
    {
        Assert.Equal((0b0101u, 0b1101u), width switch
        {
            LaneWidth.Bits128 => Masks<Lanes128>(),
            LaneWidth.Bits256 => Masks<Lanes256>(),
            _ => Masks<Lanes512>(),
        });
    }

    private static (uint Less, uint LessOrEqual) Masks<T>()
        where T : struct, ILanes<T>
    {
        var numbers = new float[T.Count];
        Array.Fill(numbers, 9f);
        (numbers[0], numbers[1], numbers[2], numbers[3]) = (-1f, float.NaN, 0f, 1f);
        var lanes = T.Load(ref numbers[0]);
        Assert.Equal(T.Bits(T.Less(lanes, T.Of(1f))), T.BitsOfLess(lanes, T.Of(1f)));
        return (T.BitsOfLess(lanes, T.Of(1f)), T.BitsOfLessOrEqual(lanes, T.Of(1f)));
    }

    private static IEnumerable<(string Name, float Actual, float Expected)> Operations(LaneWidth width, float a, float b)
    {
        var actual = width switch
        {
            LaneWidth.Bits128 => Numbers<Lanes128>(a, b),
            LaneWidth.Bits256 => Numbers<Lanes256>(a, b),
            _ => Numbers<Lanes512>(a, b),
        };
        (string, float)[] expected =
        [
            ("add", a + b), ("subtract", a - b), ("negate", -a), ("multiply", a * b), ("divide", a / b),
            ("fused", MathF.FusedMultiplyAdd(a, b, 0.3f)), ("root", MathF.Sqrt(a)), ("abs", MathF.Abs(a)),
            ("positive", a < 0 ? 0 : a), ("less", a < b ? 1 : 2), ("less or equal", a <= b ? 1 : 2),
            ("equal", a == b ? 1 : 2), ("if less", a < b ? a : b), ("if less or equal", a <= b ? 3 : 4),
        ];
        return expected.Zip(actual, (e, x) => (e.Item1, x, e.Item2));
    }

    private static float[] Numbers<T>(float left, float right)
        where T : struct, ILanes<T>
    {
        var (a, b) = (T.Of(left), T.Of(right));
        var (one, two) = (T.Of(1f), T.Of(2f));
        return
        [
            First(a + b), First(a - b), First(-a), First(a * b), First(a / b), First(T.FusedMultiplyAdd(a, b, T.Of(0.3f))),
            First(T.SquareRoot(a)), First(T.Abs(a)), First(T.Positive(a)), First(T.Select(T.Less(a, b), one, two)),
            First(T.Select(T.LessOrEqual(a, b), one, two)), First(T.Select(T.Equal(a, b), one, two)),
            First(T.IfLess(a, b, a, b)), First(T.IfLessOrEqual(a, b, T.Of(3f), T.Of(4f))),
        ];
    }

    private static uint[] Integers<T>(uint left, uint right)
        where T : struct, ILanes<T>
    {
        var (a, b) = (T.OfBits(left), T.OfBits(right));
        T.MultiplyBits(a, right, out var high, out var low);
        T[] lanes = [high, low, T.AddBits(a, b), a << 5, a >> 5, a >>> 5, T.EqualBits(a, b), T.ToNumbers(a), a & b, a | b, a ^ b];
        return [.. lanes.Select(l => BitConverter.SingleToUInt32Bits(First(l)))];
    }

    /// <summary>The first lane, after all lanes were seen to be equal.</summary>
    private static float First<T>(T lanes)
        where T : struct, ILanes<T>
    {
        var numbers = new float[T.Count];
        T.Store(lanes, ref numbers[0]);
        Assert.Single(LaneFunction.Bits(numbers).Distinct());
        return numbers[0];
    }
}
