namespace Farm.Numerics.Tests;

public sealed class DoubleLanesTests
{
    private static readonly double[] edges =
    [
        0, -0.0, 1, -1, 0.1, -3.7, 1e-310, -1e-310, double.Epsilon, double.MaxValue, double.MinValue,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN, 9007199254740993, 2.2250738585072014E-308, 3e160, -3e160,
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
                        BitConverter.DoubleToUInt64Bits(actual) == BitConverter.DoubleToUInt64Bits(expected)
                            || (double.IsNaN(actual) && double.IsNaN(expected)),
                        $"{name}({a}, {b}) is {actual}, expected {expected}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Integer_operations_equal_the_scalar_ones(LaneWidth width)
    {
        ulong[] words =
        [
            0, 1, 2, long.MaxValue, 1UL << 63, ulong.MaxValue, 0xD251_1F53_9E37_79B9, 1UL << 32, uint.MaxValue,
            (1UL << 53) + 1, ulong.MaxValue << 9 | 5,
        ];
        foreach (var a in words)
        {
            foreach (var b in words)
            {
                ulong[] expected =
                [
                    unchecked(a + b), a << 5, (ulong)((long)a >> 5), a >>> 5,
                    a == b ? ulong.MaxValue : 0, BitConverter.DoubleToUInt64Bits((long)a), a & b, a | b, a ^ b,
                ];
                Assert.Equal(expected, width switch
                {
                    LaneWidth.Bits128 => Integers<DoubleLanes128>(a, b),
                    LaneWidth.Bits256 => Integers<DoubleLanes256>(a, b),
                    _ => Integers<DoubleLanes512>(a, b),
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Integers_of_32_bits_are_read_as_the_numbers_they_are(LaneWidth width)
    {
        int[] integers = [int.MinValue, -1, 0, 1, int.MaxValue, -123_456_789, 1 << 30, 7];
        var read = width switch
        {
            LaneWidth.Bits128 => Read<DoubleLanes128>(integers),
            LaneWidth.Bits256 => Read<DoubleLanes256>(integers),
            _ => Read<DoubleLanes512>(integers),
        };
        Assert.Equal(integers.Select(i => (double)i), read);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Masks_tell_their_lanes(LaneWidth width)
    {
        Assert.Equal((0b01u, 0b11u), width switch
        {
            LaneWidth.Bits128 => Masks<DoubleLanes128>(),
            LaneWidth.Bits256 => Masks<DoubleLanes256>(),
            _ => Masks<DoubleLanes512>(),
        });
        Assert.Equal((0b00u, 0b00u), width switch
        {
            LaneWidth.Bits128 => Masks<DoubleLanes128>(double.NaN),
            LaneWidth.Bits256 => Masks<DoubleLanes256>(double.NaN),
            _ => Masks<DoubleLanes512>(double.NaN),
        });
    }

    private static double[] Read<T>(int[] integers)
        where T : struct, IDoubleLanes<T>
    {
        var numbers = new double[integers.Length];
        for (var i = 0; i < integers.Length; i += T.Count)
        {
            T.Store(T.LoadIntegers(ref integers[i]), ref numbers[i]);
        }

        return numbers;
    }

    private static (uint Less, uint LessOrEqual) Masks<T>(double first = 0)
        where T : struct, IDoubleLanes<T>
    {
        var numbers = new double[T.Count];
        Array.Fill(numbers, 9);
        (numbers[0], numbers[1]) = (first, first + 1);
        var lanes = T.Load(ref numbers[0]);
        Assert.Equal(T.Bits(T.Less(lanes, T.Of(1))), T.BitsOfLess(lanes, T.Of(1)));
        return (T.BitsOfLess(lanes, T.Of(1)), T.BitsOfLessOrEqual(lanes, T.Of(1)));
    }

    private static IEnumerable<(string Name, double Actual, double Expected)> Operations(LaneWidth width, double a, double b)
    {
        var actual = width switch
        {
            LaneWidth.Bits128 => Numbers<DoubleLanes128>(a, b),
            LaneWidth.Bits256 => Numbers<DoubleLanes256>(a, b),
            _ => Numbers<DoubleLanes512>(a, b),
        };
        (string, double)[] expected =
        [
            ("add", a + b), ("subtract", a - b), ("negate", -a), ("multiply", a * b), ("divide", a / b),
            ("fused", Math.FusedMultiplyAdd(a, b, 0.3)), ("root", Math.Sqrt(a)), ("abs", Math.Abs(a)),
            ("positive", a < 0 ? 0 : a), ("less", a < b ? 1 : 2), ("less or equal", a <= b ? 1 : 2),
            ("equal", a == b ? 1 : 2), ("if less", a < b ? a : b), ("if less or equal", a <= b ? 3 : 4),
        ];
        return expected.Zip(actual, (e, x) => (e.Item1, x, e.Item2));
    }

    private static double[] Numbers<T>(double left, double right)
        where T : struct, IDoubleLanes<T>
    {
        var (a, b) = (T.Of(left), T.Of(right));
        var (one, two) = (T.Of(1), T.Of(2));
        return
        [
            First(a + b), First(a - b), First(-a), First(a * b), First(a / b), First(T.FusedMultiplyAdd(a, b, T.Of(0.3))),
            First(T.SquareRoot(a)), First(T.Abs(a)), First(T.Positive(a)), First(T.Select(T.Less(a, b), one, two)),
            First(T.Select(T.LessOrEqual(a, b), one, two)), First(T.Select(T.Equal(a, b), one, two)),
            First(T.IfLess(a, b, a, b)), First(T.IfLessOrEqual(a, b, T.Of(3), T.Of(4))),
        ];
    }

    private static ulong[] Integers<T>(ulong left, ulong right)
        where T : struct, IDoubleLanes<T>
    {
        var (a, b) = (T.OfBits(left), T.OfBits(right));
        T[] lanes = [T.AddBits(a, b), a << 5, a >> 5, a >>> 5, T.EqualBits(a, b), T.ToNumbers(a), a & b, a | b, a ^ b];
        return [.. lanes.Select(l => BitConverter.DoubleToUInt64Bits(First(l)))];
    }

    /// <summary>The first lane, after all lanes were seen to be equal.</summary>
    private static double First<T>(T lanes)
        where T : struct, IDoubleLanes<T>
    {
        var numbers = new double[T.Count];
        T.Store(lanes, ref numbers[0]);
        Assert.Single(numbers.Select(BitConverter.DoubleToUInt64Bits).Distinct());
        return numbers[0];
    }
}
