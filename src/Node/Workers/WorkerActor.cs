using Farm.Domain;
using Farm.Transport;

namespace Farm.Node.Workers;

/// <summary>
/// A worker: one long-lived thread that computes shards and puts each report into the node's mailbox. When its thread
/// dies it says so; it is then replaced, never revived.
/// </summary>
internal sealed class WorkerActor
{
    private readonly Mailbox<Assignment> mailbox = new();
    private readonly Thread thread;
    private readonly int slot;
    private readonly bool isPinned;
    private readonly Func<ShardRunner> createRunner;
    private readonly IMailbox<NodeMessage> node;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Assignment? current;

    /// <summary>A worker; <see cref="Start"/> starts it.</summary>
    /// <param name="slot">Its slot, and the core that it is bound to.</param>
    /// <param name="isPinned">Whether it is bound to its core.</param>
    /// <param name="createRunner">Makes what computes its shards, on its own thread.</param>
    /// <param name="node">The node's mailbox.</param>
    public WorkerActor(int slot, bool isPinned, Func<ShardRunner> createRunner, IMailbox<NodeMessage> node)
    {
        this.slot = slot;
        this.isPinned = isPinned;
        this.createRunner = createRunner;
        this.node = node;
        thread = new Thread(Live) { Name = $"worker {slot}", IsBackground = true };
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => thread.Start();

    /// <summary>Gives it a shard.</summary>
    public void Assign(ShardOrder order)
    {
        current = new Assignment(order);
        mailbox.Post(current);
    }

    /// <summary>Asks it to end its shard early.</summary>
    public void Cancel() => current?.Cancel();

    /// <summary>Ends it after what it is doing; completes when its thread has nothing more to do.</summary>
    public Task CloseAsync()
    {
        mailbox.Close();
        return ended.Task;
    }

    // The thread's last frame: whatever arrives here would end the process, and the node is to hear of it instead.
#pragma warning disable CA1031
    private void Live()
    {
        try
        {
            if (isPinned)
            {
                CpuAffinity.PinCurrentThread(slot);
            }

            Work();
        }
        catch (Exception exception)
        {
            node.Post(new WorkerDied(slot, $"Worker {slot} died: {exception.Message}", exception.ToString()));
        }
        finally
        {
            ended.SetResult();
        }
    }
#pragma warning restore CA1031

    private void Work()
    {
        using var runner = createRunner();
        while (mailbox.Wait())
        {
            while (mailbox.TryRead(out var assignment))
            {
                node.Post(new ShardDone(slot, runner.Run(assignment.Order, () => assignment.IsCancelled)));
            }
        }
    }

    private sealed class Assignment(ShardOrder order)
    {
        private volatile bool isCancelled;

        public ShardOrder Order => order;

        public bool IsCancelled => isCancelled;

        public void Cancel() => isCancelled = true;
    }
}
