using Farm.Coordinator.Ledger;
using Farm.Testing.Ledger;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class SqliteLedgerContractTests : LedgerContract, IDisposable
{
    private readonly Folder folder = new();
    private SqliteLedgerWriter? writer;

    protected override ILedgerWriter Writer => writer ??= SqliteLedgerWriter.Open(folder["farm.db"], Samples.Now);

    public void Dispose()
    {
        writer?.Dispose();
        folder.Dispose();
    }

    protected override ILedgerReader Read()
    {
        _ = Writer;
        return SqliteLedgerReader.Open(folder["farm.db"]);
    }
}
