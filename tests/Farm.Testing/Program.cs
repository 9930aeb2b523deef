using System.Globalization;
using Farm.Coordinator.Ledger;
using static Farm.Testing.Ledger.Samples;

// Commits batches of three blocks to the ledger named by the first argument until it is killed, and prints the number of
// each batch once it was acknowledged.
using var writer = SqliteLedgerWriter.Open(args[0], Now);
Console.WriteLine("open");
for (var batch = 0; ; batch++)
{
    writer.Commit(Batch(Block(Key(3 * batch)), Block(Key(3 * batch + 1)), Block(Key(3 * batch + 2), keptBytes: 9000)));
    Console.WriteLine(batch.ToString(CultureInfo.InvariantCulture));
}
