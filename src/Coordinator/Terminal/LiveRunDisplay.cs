using Farm.Coordinator.Actors;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Verbs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Farm.Coordinator.Terminal;

/// <summary>
/// A live display on a terminal: bar, rate, time left and the cells at work, redrawn in place a few times a second by a
/// thread of its own, so that neither the terminal nor its library's start-up ever holds up the farm.
/// </summary>
internal sealed class LiveRunDisplay : RunDisplay
{
    private const int MostCells = 4;
    private const int WidestBar = 40;
    private const int NarrowestBar = 10;
    private const int RoomAtEnd = 4;
    private const int NameWidth = 60;
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(250);

    private readonly FarmHost host;
    private readonly RunSettings settings;
    private readonly string sweep;
    private readonly IReadOnlyList<string> parameters;
    private readonly ManualResetEventSlim ended = new();
    private readonly Thread thread;
    private volatile FarmProgress? latest;

    /// <summary>Starts the thread.</summary>
    public LiveRunDisplay(FarmHost host, SweepPlan plan, RunSettings settings)
    {
        this.host = host;
        this.settings = settings;
        sweep = plan.Sweep.Name;
        parameters = [.. plan.Cells.SelectMany(c => c.Cell.Parameters.Keys).Distinct()
            .Where(p => plan.Cells.Select(c => c.Cell.Parameters.TryGetValue(p, out var v) ? v.Text : "").Distinct().Skip(1).Any())
            .Order(StringComparer.Ordinal)];
        thread = new Thread(Show) { Name = "display", IsBackground = true };
        thread.Start();
    }

    /// <inheritdoc/>
    public override void Report(FarmProgress value) => latest = value;

    /// <inheritdoc/>
    public override void Dispose()
    {
        ended.Set();
        thread.Join();
        ended.Dispose();
    }

    private void Show()
    {
        // A sweep that ends at once needs no display.
        if (ended.Wait(interval))
        {
            return;
        }

        var console = host.ErrorConsole();
        var width = console.Profile.Width;
        console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(live =>
        {
            host.ShowMessagesBy(line => console.Write(new MessageAbove(line)));
            do
            {
                if (latest is { } progress)
                {
                    live.UpdateTarget(Render(progress, width));
                }
            }
            while (!ended.Wait(interval));
            host.ShowMessagesBy(null);
        });
    }

    private Rows Render(FarmProgress progress, int width)
    {
        // All of the first row but the bar is text of a known length: the bar gives way on narrow terminals. Rows are filled
        // up to the longest, and the terminal writes "^C" behind the last: that must not wrap.
        var (before, after) = (sweep + "  ", $"  {ProgressText.Percent(progress)}  {ProgressText.Trials(progress)}");
        var bar = Math.Clamp(width - before.Length - after.Length - RoomAtEnd, NarrowestBar, WidestBar);
        var filled = (int)(bar * ProgressText.Share(progress));
        var first = new Paragraph()
            .Append(before, new Style(decoration: Decoration.Bold))
            .Append(new string('━', filled), new Style(Color.Green))
            .Append(new string('━', bar - filled), new Style(Color.Grey))
            .Append(after);
        var cells = progress.Cells.Where(c => c.InFlight > 0).Take(MostCells)
            .Select(c => new Text(CellLine(c), new Style(Color.Grey)).Overflow(Overflow.Ellipsis));
        var nodes = settings.Broker is null
            ? Array.Empty<IRenderable>()
            : [new Text(NodesText.Line(progress, settings)).Overflow(Overflow.Ellipsis)];
        return new Rows(new IRenderable[] { first, new Text(ProgressText.Rates(progress)) }.Concat(nodes).Concat(cells));
    }

    private string CellLine(CellProgress cell)
    {
        var name = ProgressText.Name(cell.Cell, parameters);
        var shown = name.Length > NameWidth ? name[..(NameWidth - 1)] + "…" : name.PadRight(NameWidth);
        return Invariant.Text($"  {shown} {100.0 * cell.Done / cell.Layout.Blocks,5:0.0}%");
    }
}
