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
    private readonly DueTimer timer;
    private ICoordinatorLink? link;
    private Task living = Task.CompletedTask;

    private CoordinatorActor(
        SweepPlan plan, ILedgerWriter writer, CoordinatorOptions options, TimeProvider clock, FarmObserver observer)
    {
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
    /// <param name="options">How it behaves.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="observer">Who hears of it.</param>
    /// <param name="cancellation">Gives up the opening.</param>
    public static async Task<CoordinatorActor> StartAsync(
        ITransport transport,
        SweepPlan plan,
        ILedgerWriter writer,
        CoordinatorOptions options,
        TimeProvider clock,
        FarmObserver observer,
        CancellationToken cancellation = default)
    {
        var actor = new CoordinatorActor(plan, writer, options, clock, observer);
        actor.mailbox.Post(new CoordinatorTick());
        actor.link = await transport.OpenAsync(new LedgerIdentity(writer.Id, writer.Secret), actor.mailbox, cancellation).ConfigureAwait(false);
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
            outcome.TrySetCanceled();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        timer.Dispose();
        await link!.DisposeAsync().ConfigureAwait(false);
        ledger.Close();
    }
#pragma warning restore CA1031

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
                ledger.Commit(commit.Batch);
                break;
            case TellProgress tell:
                observer.Progress?.Report(tell.Progress);
                break;
            case FinishFarm finish:
                if (finish.Outcome.End == FarmEnd.Completed)
                {
                    link!.Retire();
                }

                outcome.TrySetResult(finish.Outcome);
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
