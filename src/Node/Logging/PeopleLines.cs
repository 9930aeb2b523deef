using System.Globalization;
using Farm.Hosting.Logging;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Node.Logging;

/// <summary>Events as lines for people, each with the node's name, since many nodes often share one file.</summary>
internal sealed class PeopleLines(TextWriter error, string node) : ILogEventSink
{
    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Properties.TryGetValue(EventWriter.EventKey, out var name)
            && name.ToString("l", null) == nameof(NodeEvents.ShardHandedBack))
        {
            // The last line says it of all.
            return;
        }

        var level = logEvent.Level switch
        {
            LogEventLevel.Warning => "warning: ",
            >= LogEventLevel.Error => "error: ",
            _ => "",
        };
        var shard = logEvent.Properties.TryGetValue("shard", out var id) ? $"shard {id.ToString("l", null)}: " : "";
        error.WriteLine($"farm-node {node}: {level}{shard}{logEvent.RenderMessage(CultureInfo.InvariantCulture)}");
    }
}
