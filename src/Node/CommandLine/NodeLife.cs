using Farm.Domain;
using Farm.Hosting;
using Farm.Node.Logging;
using Farm.Numerics;
using Farm.Transport;

namespace Farm.Node.CommandLine;

/// <summary>The life of <c>farm-node</c>, from joining to its last message.</summary>
internal sealed class NodeLife(NodeHost host, NodeSettings settings)
{
    /// <summary>Lives it.</summary>
    public ExitCode Run()
    {
        using var deferral = host.Interruption.Defer();
        var hello = NodeActor.HelloOf(settings.Slots, host.Studies, LaneWidths.Widest, settings.Name, settings.Devices);
        NodeLog log;
        try
        {
            log = NodeLog.Open(host, hello, settings.Log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return host.Refuse(ExitCode.BadInput, $"--log: {settings.Log} cannot be written: {e.Message}");
        }

        using (log)
        {
            return LiveAsync(hello, log).GetAwaiter().GetResult();
        }
    }

    private async Task<ExitCode> LiveAsync(NodeHello hello, NodeLog log)
    {
        var transport = host.Connect(settings.Broker, log.Events.Observe);
        await using var openTransport = transport.ConfigureAwait(false);
        NodeActor node;
        try
        {
            node = await NodeActor.StartAsync(
                transport,
                hello,
                new NodeOptions { Devices = settings.Devices },
                host.Studies,
                LaneWidths.Widest,
                host.Time,
                log.Events.Observe,
                host.Interruption.Token).ConfigureAwait(false);
        }
        catch (TransportException e)
        {
            log.Events.JoinFailed(e.Fault, e.Message);
            return ExitCode.Broker;
        }
        catch (OperationCanceledException) when (host.Interruption.Cause is not null)
        {
            log.Events.NeverJoined();
            return ExitCode.Good;
        }

        await using var openNode = node.ConfigureAwait(false);
        log.ShipBy(node.Ship);
        log.Events.NodeJoined(settings.Broker.Address.ToString(), hello);
        await using var stopping = host.Interruption.Token.Register(node.Stop).ConfigureAwait(false);
        var outcome = await node.Left.ConfigureAwait(false);
        log.Events.NodeEnded(outcome);
        return outcome.End switch
        {
            NodeEnd.Left => ExitCode.Good,
            NodeEnd.Quarantined => ExitCode.DigestMismatch,
            _ => ExitCode.Broker,
        };
    }
}
