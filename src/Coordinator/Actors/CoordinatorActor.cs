using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Transport;

namespace Farm.Coordinator.Actors;

/// <summary>A coordinator: owns its mailbox and carries out what <see cref="CoordinatorStep"/> says.</summary>
public sealed class CoordinatorActor : IAsyncDisposable
{
    private readonly Mailbox<CoordinatorMessage> mailbox = new();
    private readonly TaskCompletionSource<FarmOutcome> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<CoordinatorEffect> effects = [];
    private readonly CoordinatorStep step;
    private readonly CoordinatorOptions options;
    private readonly TimeProvider clock;
    private readonly FarmObserver observer;
    private readonly LedgerActor ledger;
    private readonly Func<ShardOrder, ShardReport> computeHere;
    private readonly DueTimer timer;
    private ICoordinatorLink? link;
    private Task living = Task.CompletedTask;
    private FarmOutcome? ended;

    private CoordinatorActor(
        SweepPlan plan,
        ILedgerWriter writer,
        Func<ShardOrder, ShardReport> computeHere,
        CoordinatorOptions options,
        TimeProvider clock,
        FarmObserver observer)
    {
        this.computeHere = computeHere;
        this.options = options;
        this.clock = clock;
        this.observer = observer;
        step = new CoordinatorStep(plan, writer.Id, options);
        timer = new DueTimer(clock, () => mailbox.Post(new CoordinatorTick()));
        ledger = new LedgerActor(writer, mailbox, Fail);
    }

    /// <summary>How it ended; faults when its own machinery does.</summary>
    public Task<FarmOutcome> Outcome => outcome.Task;

    /// <summary>Starts a coordinator.</summary>
    /// <param name="transport">How it reaches its nodes.</param>
    /// <param name="plan">What is left to do.</param>
    /// <param name="writer">The ledger, used by one thread of the coordinator's own until it is disposed.</param>
    /// <param name="computeHere">
    /// Computes an order in this process, to settle a dispute for which there is no third host; called on other threads,
    /// once at a time.
    /// </param>
    /// <param name="options">How it behaves.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="observer">Who hears of it.</param>
    /// <param name="cancellation">Gives up the opening.</param>
    public static async Task<CoordinatorActor> StartAsync(
        ITransport transport,
        SweepPlan plan,
        ILedgerWriter writer,
        Func<ShardOrder, ShardReport> computeHere,
        CoordinatorOptions options,
        TimeProvider clock,
        FarmObserver observer,
        CancellationToken cancellation = default)
    {
        var actor = new CoordinatorActor(plan, writer, computeHere, options, clock, observer);
        actor.mailbox.Post(new CoordinatorTick());
        var identity = new LedgerIdentity(writer.Id, writer.Secret);
        try
        {
            actor.link = await transport.OpenAsync(identity, actor.mailbox, cancellation).ConfigureAwait(false);
        }
        catch
        {
            // Whoever owns the writer disposes it next: no thread may hold on to it.
            actor.timer.Dispose();
            await actor.ledger.CloseAsync().ConfigureAwait(false);
            throw;
        }

        actor.living = Task.Run(actor.LiveAsync, CancellationToken.None);
        return actor;
    }

    /// <summary>Ends it once what was computed is stored; <see cref="Outcome"/> completes then.</summary>
    public void Stop() => mailbox.Post(new StopFarm());

    /// <summary>Ends it at once, without waiting for anything but a commit that is on its way.</summary>
    public async ValueTask DisposeAsync()
    {
        mailbox.Close();
        await living.ConfigureAwait(false);
    }

    // The loop's last frame: a fault of the farm's own goes to whoever awaits the outcome.
#pragma warning disable CA1031
    private async Task LiveAsync()
    {
        try
        {
            await WorkAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        timer.Dispose();
        await ledger.CloseAsync().ConfigureAwait(false);
        if (ended is null)
        {
            outcome.TrySetCanceled();
        }
        else
        {
            outcome.TrySetResult(WithLastWords(ended));
        }

        await link!.DisposeAsync().ConfigureAwait(false);
    }

    private void Compute(ShardOrder order)
    {
        try
        {
            mailbox.Post(new ComputedHere(computeHere(order)));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }
#pragma warning restore CA1031

    /// <summary>What nodes did last is written after the end: a disk that fails then fails as at any other time.</summary>
    private FarmOutcome WithLastWords(FarmOutcome outcome)
    {
        while (mailbox.TryRead(out var message))
        {
            if (message is CommitFailed failed)
            {
                return outcome with { End = FarmEnd.StorageFault, Fault = failed.Fault, Message = failed.Message };
            }
        }

        return outcome;
    }

    private async Task WorkAsync()
    {
        while (!step.IsFinished && await mailbox.WaitAsync().ConfigureAwait(false))
        {
            while (!step.IsFinished && mailbox.TryRead(out var message))
            {
                step.Step(message, clock.GetUtcNow(), effects);
                foreach (var effect in effects)
                {
                    CarryOut(effect);
                }

                effects.Clear();
            }

            timer.Set(step.NextDue);
        }
    }

    private void CarryOut(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case PublishOrder publish:
                link!.Publish(options.Capability, publish.Order);
                break;
            case TellEvent tell:
                observer.Event?.Invoke(tell.Event);
                break;
            case AcknowledgeReport acknowledge:
                link!.Acknowledge(acknowledge.Tag);
                break;
            case CommitBatch commit:
                ledger.Post(commit);
                break;
            case PublishAudit audit:
                link!.PublishTo(audit.Node, audit.Order);
                break;
            case JudgeNode judge:
                link!.Judge(judge.Node, judge.Judgement);
                break;
            case RecordNodes record:
                ledger.Post(record);
                break;
            case QuarantineHost quarantine:
                ledger.Post(quarantine);
                break;
            case ComputeHere compute:
                _ = Task.Run(() => Compute(compute.Order));
                break;
            case TellProgress tell:
                observer.Progress?.Report(tell.Progress);
                break;
            case FinishFarm finish:
                if (finish.Outcome.End == FarmEnd.Completed)
                {
                    link!.Retire();
                }

                ended = finish.Outcome;
                break;
            default:
                throw new InvalidOperationException($"A coordinator cannot carry out {effect.GetType().Name}.");
        }
    }

    private void Fail(Exception exception)
    {
        outcome.TrySetException(exception);
        mailbox.Close();
    }
}
