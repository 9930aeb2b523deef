using Farm.Coordinator.Planning;

namespace Farm.Coordinator.Verbs;

/// <summary>How fast a watched sweep goes, from what was done at the last looks: nothing more has to be read for it.</summary>
internal sealed class WatchedPace
{
    private static readonly TimeSpan window = TimeSpan.FromSeconds(20);

    private readonly Queue<(DateTimeOffset At, long Trials)> looks = [];
    private (DateTimeOffset At, long Trials)? lastChange;

    /// <summary>Takes down a look and says where the sweep stands, in one line.</summary>
    public string Line(StatusPage page, DateTimeOffset now)
    {
        var plan = page.Plan;
        looks.Enqueue((now, plan.DoneTrials));
        while (looks.Count > 2 && looks.Peek().At < now - window)
        {
            looks.Dequeue();
        }

        if (lastChange is not { } change || change.Trials != plan.DoneTrials)
        {
            lastChange = change = (now, plan.DoneTrials);
        }

        if (page.Completion is { } completion)
        {
            return completion;
        }

        var first = looks.Peek();
        var seconds = (now - first.At).TotalSeconds;
        var rate = seconds > 0 ? (plan.DoneTrials - first.Trials) / seconds : 0;
        return Done(plan) + (rate > 0 ? Invariant.Text($" · {Invariant.Rate(rate)} trials/s · about {page.Left(rate)} left")
            : seconds > 0 ? $" · nothing new for {Invariant.Duration(now - change.At)}"
            : "");
    }

    private static string Done(SweepPlan plan) => Invariant.Text(
        $"{Math.Floor(1000.0 * plan.DoneTrials / plan.PlannedTrials) / 10:0.0}% · {Invariant.Grouped(plan.DoneTrials)} of {Invariant.Grouped(plan.PlannedTrials)} trials");
}
