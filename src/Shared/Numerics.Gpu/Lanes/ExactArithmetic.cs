using ILGPU.IR.Intrinsics;

namespace Farm.Numerics.Gpu;

/// <summary>Arithmetic of device code: each operation rounded once, whatever a driver's compiler likes to join.</summary>
/// <remarks>
/// Device compilers may turn a product and a sum into one fused operation, and ILGPU itself drops a sum with 0, which is not
/// what it looks like where the other is −0. These methods are opaque to ILGPU; on a device they become the operation
/// named, a product on OpenCL fma(a, b, −0), which is the product rounded once and of a kind that nothing is fused with.
/// ILGPU's OpenCL code also forgets what a comparison with NaN is to give once it has turned the comparison round, as the C#
/// compiler does of <c>a &lt; b ? x : y</c>: comparisons are such methods too.
/// On the CPU accelerator they are what stands here. <see cref="ExactIntrinsics.Register"/> makes a context know them.
/// </remarks>
public static class ExactArithmetic
{
    /// <summary>left + right.</summary>
    [IntrinsicImplementation]
    public static double Sum(double left, double right) => left + right;

    /// <summary>left − right.</summary>
    [IntrinsicImplementation]
    public static double Difference(double left, double right) => left - right;

    /// <summary>left · right.</summary>
    [IntrinsicImplementation]
    public static double Product(double left, double right) => left * right;

    /// <summary>left / right.</summary>
    [IntrinsicImplementation]
    public static double Quotient(double left, double right) => left / right;

    /// <summary>a · b + c, rounded once.</summary>
    [IntrinsicImplementation]
    public static double Fused(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <summary>√number; NaN below 0.</summary>
    [IntrinsicImplementation]
    public static double Root(double number) => Math.Sqrt(number);

    /// <summary>left + right.</summary>
    [IntrinsicImplementation]
    public static float SingleSum(float left, float right) => left + right;

    /// <summary>left − right.</summary>
    [IntrinsicImplementation]
    public static float SingleDifference(float left, float right) => left - right;

    /// <summary>left · right.</summary>
    [IntrinsicImplementation]
    public static float SingleProduct(float left, float right) => left * right;

    /// <summary>left / right.</summary>
    [IntrinsicImplementation]
    public static float SingleQuotient(float left, float right) => left / right;

    /// <summary>a · b + c, rounded once.</summary>
    [IntrinsicImplementation]
    public static float SingleFused(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>√number; NaN below 0.</summary>
    [IntrinsicImplementation]
    public static float SingleRoot(float number) => MathF.Sqrt(number);

    /// <summary>−1 where left &lt; right, else 0; 0 where either is NaN.</summary>
    [IntrinsicImplementation]
    public static int Less(double left, double right) => left < right ? -1 : 0;

    /// <summary>−1 where left ≤ right, else 0; 0 where either is NaN.</summary>
    [IntrinsicImplementation]
    public static int LessOrEqual(double left, double right) => left <= right ? -1 : 0;

    /// <summary>−1 where left = right, else 0; 0 where either is NaN.</summary>
    [IntrinsicImplementation]
    public static int Equal(double left, double right) => left == right ? -1 : 0;

    /// <summary>−1 where left &lt; right, else 0; 0 where either is NaN.</summary>
    [IntrinsicImplementation]
    public static int SingleLess(float left, float right) => left < right ? -1 : 0;

    /// <summary>−1 where left ≤ right, else 0; 0 where either is NaN.</summary>
    [IntrinsicImplementation]
    public static int SingleLessOrEqual(float left, float right) => left <= right ? -1 : 0;

    /// <summary>−1 where left = right, else 0; 0 where either is NaN.</summary>
    [IntrinsicImplementation]
    public static int SingleEqual(float left, float right) => left == right ? -1 : 0;
}
