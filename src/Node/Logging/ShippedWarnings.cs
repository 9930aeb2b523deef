using System.Globalization;
using Farm.Domain;
using Farm.Hosting.Logging;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Node.Logging;

/// <summary>
/// Ships warnings and errors to the coordinators, a few a second, and counts the others. What a report says as well is
/// not shipped: its coordinator logs it from there.
/// </summary>
internal sealed class ShippedWarnings(string node, TimeProvider time) : ILogEventSink
{
    private const int MostPerSecond = 10;

    private readonly EventThrottle throttle = new(time, MostPerSecond);
    private volatile Action<NodeWarning>? ship;

    /// <summary>Ships from now on.</summary>
    public void ShipBy(Action<NodeWarning> by) => ship = by;

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (ship is not { } send || logEvent.Properties.ContainsKey(NodeEvents.ReportedKey) || !throttle.Admits(out var dropped))
        {
            return;
        }

        var name = logEvent.Properties.TryGetValue(EventWriter.EventKey, out var value) ? value.ToString("l", null) : "";
        var ledger = logEvent.Properties.TryGetValue(NodeEvents.LedgerKey, out var id)
            && Guid.TryParse(id.ToString("l", null), out var guid) ? guid : (Guid?)null;
        send(new NodeWarning(
            node,
            logEvent.Timestamp,
            logEvent.Level >= LogEventLevel.Error,
            name,
            logEvent.RenderMessage(CultureInfo.InvariantCulture),
            ledger,
            Shard: null,
            dropped));
    }
}
