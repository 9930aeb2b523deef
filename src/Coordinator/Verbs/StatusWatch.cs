using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>
/// Shows a sweep's status until it is complete: in place on a terminal, as one block after the other elsewhere. It reads
/// the ledger alone, so it may be started and ended at any time, on the ledger's host.
/// </summary>
/// <param name="host">Where to.</param>
/// <param name="ledger">The ledger's file.</param>
/// <param name="sweep">Which sweep, where several share it.</param>
/// <param name="interval">Time from one look to the next; longer where looks take long.</param>
internal sealed class StatusWatch(FarmHost host, string ledger, string? sweep, TimeSpan interval)
{
    // A look at a large ledger takes a while; the farm, not the onlooker, is to have the host's time.
    private const int RestForEachLook = 4;
    private const int MostCells = 20;
    private const int FewestCells = 3;

    // Heading, the count of those left out, the sum, and the row of the cursor.
    private const int RowsBesideCells = 4;

    private readonly WatchedPace pace = new();
    private readonly RedrawnText? terminal = host.OutputScreen is { IsTerminal: true, HasCursor: true }
        ? new RedrawnText(host.Output, host.OutputScreen)
        : null;

    /// <summary>Watches.</summary>
    /// <returns>Good once the sweep is complete; the cause when the user ends it before.</returns>
    public ExitCode Run()
    {
        while (true)
        {
            var (isComplete, began) = (false, host.Time.GetTimestamp());
            var code = OpenedSweep.Use(host, ledger, sweep, opened =>
            {
                isComplete = Look(opened);
                return ExitCode.Good;
            });
            if (isComplete || code != ExitCode.Good)
            {
                return code;
            }

            var rest = host.Time.GetElapsedTime(began) * RestForEachLook;
            if (host.Interruption.Token.WaitHandle.WaitOne(rest > interval ? rest : interval))
            {
                return host.Interruption.Cause ?? ExitCode.Interrupted;
            }
        }
    }

    private bool Look(OpenedSweep opened)
    {
        var now = host.Time.GetUtcNow();
        var page = new StatusPage(opened, now);
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine($"{Invariant.Moment(now)}  sweep {opened.Sweep.Name}: {pace.Line(page, now)}");
        foreach (var line in page.Audits().Concat(page.SetAside()))
        {
            text.WriteLine(line);
        }

        text.WriteLine();
        if (page.WriteNodes(text))
        {
            text.WriteLine();
        }

        var above = text.ToString().Count(c => c == '\n');
        page.WriteCells(text, terminal is null
            ? MostCells
            : Math.Clamp(host.OutputScreen.Height - above - RowsBesideCells, FewestCells, MostCells));
        Show(text.ToString());
        return page.Plan.IsComplete;
    }

    private void Show(string text)
    {
        if (terminal is not null)
        {
            terminal.Draw(text.TrimEnd('\n').Split('\n'));
            return;
        }

        host.Output.WriteLine(text);
        host.Output.Flush();
    }
}
