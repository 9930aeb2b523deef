using Farm.Coordinator.Ledger;
using Farm.Domain;
using Farm.Transport;

namespace Farm.Coordinator.Actors;

/// <summary>The ledger's writer on a thread of its own, so that the coordinator never waits for the disk.</summary>
/// <remarks>Batches and quarantines are written in their order; how nodes are doing is written when nothing else is.</remarks>
internal sealed class LedgerActor
{
    private readonly Mailbox<CoordinatorEffect> mailbox = new();
    private readonly Dictionary<string, NodeRecord> nodes = new(StringComparer.Ordinal);
    private readonly ILedgerWriter writer;
    private readonly IMailbox<CoordinatorMessage> coordinator;
    private readonly Action<Exception> onFault;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the thread.</summary>
    /// <param name="writer">The writer; it is not disposed.</param>
    /// <param name="coordinator">
    /// Hears <see cref="Committed"/>, <see cref="HostQuarantined"/> or <see cref="CommitFailed"/>.
    /// </param>
    /// <param name="onFault">Hears of any other exception, once; nothing is written after it.</param>
    public LedgerActor(ILedgerWriter writer, IMailbox<CoordinatorMessage> coordinator, Action<Exception> onFault)
    {
        this.writer = writer;
        this.coordinator = coordinator;
        this.onFault = onFault;
        new Thread(Live) { Name = "ledger", IsBackground = true }.Start();
    }

    /// <summary>Writes a batch after what was given before.</summary>
    public void Post(CommitBatch commit) => mailbox.Post(commit);

    /// <summary>Quarantines a host after what was given before.</summary>
    public void Post(QuarantineHost quarantine) => mailbox.Post(quarantine);

    /// <summary>Writes how nodes are doing, once nothing else is to be written; later news replace what still waits.</summary>
    public void Post(RecordNodes record) => mailbox.Post(record);

    /// <summary>Ends after what was given so far; completes when the writer is not used any more.</summary>
    public Task CloseAsync()
    {
        mailbox.Close();
        return closed.Task;
    }

    // The thread's last frame: a fault of the farm's own goes to whoever awaits the outcome.
#pragma warning disable CA1031
    private void Live()
    {
        try
        {
            while (mailbox.Wait())
            {
                while (mailbox.TryRead(out var effect))
                {
                    CarryOut(effect);
                }

                RecordNodes();
            }
        }
        catch (Exception exception)
        {
            onFault(exception);
        }
        finally
        {
            closed.SetResult();
        }
    }
#pragma warning restore CA1031

    private void CarryOut(CoordinatorEffect effect)
    {
        if (effect is RecordNodes record)
        {
            foreach (var node in record.Nodes)
            {
                nodes[node.Hello.Name] = node;
            }

            return;
        }

        try
        {
            coordinator.Post(Write(effect));
        }
        catch (LedgerException exception)
        {
            coordinator.Post(new CommitFailed(exception.Fault, exception.Message));
        }
    }

    private CoordinatorMessage Write(CoordinatorEffect effect) => effect switch
    {
        CommitBatch commit => CommitReply.Write(writer, commit.Batch),
        QuarantineHost quarantine => new HostQuarantined(quarantine.Host, writer.Quarantine(quarantine.Host)),
        _ => throw new InvalidOperationException($"A ledger cannot carry out {effect.GetType().Name}."),
    };

    private void RecordNodes()
    {
        if (nodes.Count == 0)
        {
            return;
        }

        try
        {
            writer.Record([.. nodes.Values]);
            nodes.Clear();
        }
        catch (LedgerException exception)
        {
            nodes.Clear();
            coordinator.Post(new CommitFailed(exception.Fault, exception.Message));
        }
    }
}
