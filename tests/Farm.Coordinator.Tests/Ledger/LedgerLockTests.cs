using System.Globalization;
using Farm.Coordinator.Ledger;
using static Farm.Coordinator.Tests.Ledger.Given;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class LedgerLockTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly string path;

    public LedgerLockTests() => path = folder["farm.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_writer_is_told_who_has_the_ledger()
    {
        using var process = new LedgerProcess(path);
        var exception = Assert.Throws<LedgerException>(() => Writer(path));
        Assert.Equal(LedgerFault.InUse, exception.Fault);
        Assert.Contains(
            string.Create(
                CultureInfo.InvariantCulture,
                $"(host {Environment.MachineName}, process {process.Id}, since 2026-03-14T15:09:26+00:00)"),
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_writer_in_the_same_process_is_refused_and_does_no_harm()
    {
        using (var writer = Writer(path))
        {
            Assert.Equal(LedgerFault.InUse, FaultOf(path, () => Writer(path)));
            using var reader = SqliteLedgerReader.Open(path);
            Assert.Equal(writer.Id, reader.Id);
        }

        using var next = Writer(path);
    }

    [Fact]
    public void A_lock_file_that_nobody_holds_is_taken_over()
    {
        ClosedLedger(path);
        File.WriteAllText(path + ".lock", "host elsewhere, process 1, since 1970-01-01T00:00:00Z, and some more text\n");
        using var writer = Writer(path);
        var exception = Assert.Throws<LedgerException>(() => Writer(path));
        Assert.DoesNotContain("elsewhere", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("more text", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_writer_leaves_no_lock()
    {
        using (var process = new LedgerProcess(path))
        {
            process.KillAfter(0);
        }

        Assert.NotEmpty(File.ReadAllText(path + ".lock"));
        using var writer = Writer(path);
    }
}
