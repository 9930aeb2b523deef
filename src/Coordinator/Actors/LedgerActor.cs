using Farm.Coordinator.Ledger;
using Farm.Domain;
using Farm.Transport;

namespace Farm.Coordinator.Actors;

/// <summary>The ledger's writer on a thread of its own, so that the coordinator never waits for the disk.</summary>
internal sealed class LedgerActor
{
    private readonly Mailbox<LedgerBatch> mailbox = new();
    private readonly ILedgerWriter writer;
    private readonly IMailbox<CoordinatorMessage> coordinator;
    private readonly Action<Exception> onFault;
    private readonly Thread thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="writer">The writer; it is not disposed.</param>
    /// <param name="coordinator">Hears <see cref="Committed"/> or <see cref="CommitFailed"/> for each batch.</param>
    /// <param name="onFault">Hears of any other exception, once; nothing is written after it.</param>
    public LedgerActor(ILedgerWriter writer, IMailbox<CoordinatorMessage> coordinator, Action<Exception> onFault)
    {
        this.writer = writer;
        this.coordinator = coordinator;
        this.onFault = onFault;
        thread = new Thread(Live) { Name = "ledger", IsBackground = true };
        thread.Start();
    }

    /// <summary>Writes a batch after those given before.</summary>
    public void Commit(LedgerBatch batch) => mailbox.Post(batch);

    /// <summary>Ends after the batches given so far.</summary>
    public void Close()
    {
        mailbox.Close();
        thread.Join();
    }

    // The thread's last frame: a fault of the farm's own goes to whoever awaits the outcome.
#pragma warning disable CA1031
    private void Live()
    {
        try
        {
            while (mailbox.Wait())
            {
                while (mailbox.TryRead(out var batch))
                {
                    coordinator.Post(Write(batch));
                }
            }
        }
        catch (Exception exception)
        {
            onFault(exception);
        }
    }
#pragma warning restore CA1031

    private CoordinatorMessage Write(LedgerBatch batch)
    {
        try
        {
            return new Committed(writer.Commit(batch));
        }
        catch (LedgerException exception)
        {
            return new CommitFailed(exception.Fault, exception.Message);
        }
    }
}
