using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using Method = System.Reflection.MethodInfo;

namespace Farm.Numerics.Gpu;

/// <summary>What <see cref="ExactArithmetic"/> becomes on OpenCL and CUDA devices.</summary>
internal static class ExactIntrinsics
{
    private const string Single = "Single";

    /// <summary>Makes a context's compilers know the exact operations. To be called once, before a kernel is loaded.</summary>
    public static void Register(Context context)
    {
        var manager = context.GetIntrinsicManager();
        foreach (var method in typeof(ExactArithmetic).GetMethods().Where(m => m.IsStatic))
        {
            var isSingle = method.Name.StartsWith(Single, StringComparison.Ordinal);
            var operation = isSingle ? method.Name[Single.Length..] : method.Name;
            manager.RegisterMethod(method, new CLIntrinsic(Handler($"{operation}OfOpenCL"), IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, new PTXIntrinsic(Handler($"{operation}OfCuda"), IntrinsicImplementationMode.GenerateCode));
        }
    }

    private static Method Handler(string name) =>
        typeof(ExactIntrinsics).GetMethod(name, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
        ?? throw new InvalidOperationException($"No code for {name}.");

    private static void SumOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Infix(generator, call, " + ");

    private static void DifferenceOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Infix(generator, call, " - ");

    private static void ProductOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Function(generator, call, "fma", call.BasicValueType == BasicValueType.Float32 ? "-0.0f" : "-0.0");

    private static void QuotientOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Infix(generator, call, " / ");

    private static void FusedOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Function(generator, call, "fma", last: null);

    private static void RootOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Function(generator, call, "sqrt", last: null);

    private static void SumOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "add.rn");

    private static void DifferenceOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "sub.rn");

    private static void ProductOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "mul.rn");

    private static void QuotientOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "div.rn");

    private static void FusedOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "fma.rn");

    private static void RootOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "sqrt.rn");

    private static void LessOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Comparison(generator, call, " < ");

    private static void LessOrEqualOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Comparison(generator, call, " <= ");

    private static void EqualOfOpenCL(CLBackend backend, CLCodeGenerator generator, Value call) =>
        Comparison(generator, call, " == ");

    private static void LessOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "set.lt.s32");

    private static void LessOrEqualOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "set.le.s32");

    private static void EqualOfCuda(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Instruction(generator, call, "set.eq.s32");

    /// <summary>OpenCL's comparisons of scalars are 1 or 0, as C's are.</summary>
    private static void Comparison(CLCodeGenerator generator, Value call, string operation)
    {
        var (left, right) = (generator.Load(call[0]), generator.Load(call[1]));
        using var statement = generator.BeginStatement(generator.Allocate(call));
        statement.AppendCommand("-(");
        statement.Append(left);
        statement.AppendCommand(operation);
        statement.Append(right);
        statement.AppendCommand(")");
    }

    private static void Infix(CLCodeGenerator generator, Value call, string operation)
    {
        var (left, right) = (generator.Load(call[0]), generator.Load(call[1]));
        using var statement = generator.BeginStatement(generator.Allocate(call));
        statement.Append(left);
        statement.AppendCommand(operation);
        statement.Append(right);
    }

    private static void Function(CLCodeGenerator generator, Value call, string name, string? last)
    {
        CLCodeGenerator.Variable[] arguments = [.. Enumerable.Range(0, call.Count).Select(i => generator.Load(call[i]))];
        using var statement = generator.BeginStatement(generator.Allocate(call));
        statement.AppendCommand(name);
        statement.BeginArguments();
        foreach (var argument in arguments)
        {
            statement.AppendArgument(argument);
        }

        if (last is not null)
        {
            statement.AppendArgument();
            statement.AppendCommand(last);
        }

        statement.EndArguments();
    }

    private static void Instruction(PTXCodeGenerator generator, Value call, string operation)
    {
        var arguments = Enumerable.Range(0, call.Count).Select(i => generator.LoadPrimitive(call[i])).ToArray();
        var target = generator.AllocateHardware(call);
        using var command = generator.BeginCommand(operation + (call[0].BasicValueType == BasicValueType.Float32 ? ".f32" : ".f64"));
        command.AppendArgument(target);
        foreach (var argument in arguments)
        {
            command.AppendArgument(argument);
        }
    }
}
