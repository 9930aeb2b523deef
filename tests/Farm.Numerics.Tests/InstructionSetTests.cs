using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace Farm.Numerics.Tests;

/// <summary>The same bits with the processor's wide instructions turned off, in child processes.</summary>
public sealed class InstructionSetTests
{
    [Fact]
    public void Types_trainings_and_health_have_the_same_bits_without_wide_instructions()
    {
        var all = Compute([]);
        Assert.Equal(Flags(Vector256.IsHardwareAccelerated, Vector512.IsHardwareAccelerated), all[0]);

        var without512 = Compute([("DOTNET_EnableAVX512", "0")]);
        Assert.Equal(Flags(Vector256.IsHardwareAccelerated, is512: false), without512[0]);
        Assert.Equal(all[1..], without512[1..]);

        var without256 = Compute([("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX2", "0")]);
        Assert.Equal(Flags(is256: false, is512: false), without256[0]);
        Assert.Equal(all[1..], without256[1..]);
    }

    private static string Flags(bool is256, bool is512) => $"{Vector128.IsHardwareAccelerated} {is256} {is512}";

    private static string[] Compute((string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && lines.Length > 1, errors.Result);
        return lines;
    }
}
