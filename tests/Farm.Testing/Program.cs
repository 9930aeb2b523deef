using System.Globalization;
using Farm.Coordinator.Ledger;
using Farm.Testing.Studies;
using static Farm.Testing.Ledger.Samples;

// A program for tests to kill. `node AMQP` is a node that knows the long study; anything else is a ledger.
if (args is ["node", var broker])
{
    await DriftNode.RunAsync(broker);
    return;
}

// Commits batches of three blocks, and a slice of a long trial each, to the ledger named by the first argument until it is
// killed, and prints the number of each batch once it was acknowledged.
using var writer = SqliteLedgerWriter.Open(args[0], Now);
Console.WriteLine("open");
for (var batch = 0; ; batch++)
{
    var blocks = Batch(Block(Key(3 * batch)), Block(Key(3 * batch + 1)), Block(Key(3 * batch + 2), keptBytes: 9000));
    writer.Commit(blocks with { Slices = [Slice(Key(0, blockSize: 1), 10 * batch, 10 * (batch + 1))] });
    Console.WriteLine(batch.ToString(CultureInfo.InvariantCulture));
}
