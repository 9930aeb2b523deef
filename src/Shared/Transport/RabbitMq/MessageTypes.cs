using System.Text;
using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>What a message's properties say of its body.</summary>
internal static class MessageTypes
{
    /// <summary>An order.</summary>
    public const string Order = "farm.order";

    /// <summary>A report.</summary>
    public const string Report = "farm.report";

    /// <summary>An order that was delivered too often, sent back by a node.</summary>
    public const string Returned = "farm.returned";

    /// <summary>What a node tells coordinators.</summary>
    public const string Notice = "farm.notice";

    /// <summary>Starts that a node tells one coordinator.</summary>
    public const string Starts = "farm.starts";

    /// <summary>What a coordinator asks or tells nodes.</summary>
    public const string Call = "farm.call";

    /// <summary>What was refused, as far as it is kept.</summary>
    public const string Refused = "farm.refused";

    private const string KeyHeader = "farm-key";
    private const string CodeHeader = "farm-code";

    /// <summary>Properties of a message that a broker keeps over its own restart.</summary>
    public static BasicProperties Durable(string type) => new() { Type = type, Persistent = true };

    /// <summary>Properties of a message that is of no use later.</summary>
    public static BasicProperties Fleeting(string type) => new() { Type = type };

    /// <summary>Properties of a refused message, with what was wrong with it, for people.</summary>
    public static BasicProperties OfRefused(string queue, string reason) => new()
    {
        Type = Refused,
        Persistent = true,
        Headers = new Dictionary<string, object?> { ["farm-queue"] = queue, ["farm-reason"] = reason },
    };

    /// <summary>Puts in the key with which an order's report is sealed.</summary>
    public static BasicProperties WithKey(this BasicProperties properties, byte[] key)
    {
        properties.Headers = new Dictionary<string, object?> { [KeyHeader] = key };
        return properties;
    }

    /// <summary>Puts in the seal of a report or of an order that is sent back.</summary>
    public static BasicProperties WithCode(this BasicProperties properties, byte[] code)
    {
        properties.Headers = new Dictionary<string, object?> { [CodeHeader] = code };
        return properties;
    }

    /// <summary>The key of an order; null when there is none.</summary>
    public static byte[]? KeyOf(IReadOnlyBasicProperties properties) => BytesOf(properties, KeyHeader);

    /// <summary>The seal of a report; empty when there is none.</summary>
    public static byte[] CodeOf(IReadOnlyBasicProperties properties) => BytesOf(properties, CodeHeader) ?? [];

    /// <summary>How often a message was delivered, with this time.</summary>
    public static int DeliveriesOf(IReadOnlyBasicProperties properties)
    {
        var earlier = ValueOf(properties, "x-delivery-count") switch
        {
            long count => count,
            int count => count,
            _ => 0,
        };
        return (int)Math.Clamp(earlier + 1, 1, int.MaxValue);
    }

    /// <summary>
    /// Why the broker gave a message up: <c>delivery_limit</c>, <c>rejected</c>; null when it did not.
    /// </summary>
    public static string? DeathOf(IReadOnlyBasicProperties properties) =>
        ValueOf(properties, "x-death") is IList<object?> { Count: > 0 } deaths
            && deaths[0] is IDictionary<string, object?> last
            && last.TryGetValue("reason", out var reason)
                ? reason is byte[] text ? Encoding.UTF8.GetString(text) : $"{reason}"
                : null;

    private static byte[]? BytesOf(IReadOnlyBasicProperties properties, string header) =>
        ValueOf(properties, header) as byte[];

    private static object? ValueOf(IReadOnlyBasicProperties properties, string header) =>
        properties.Headers is { } headers && headers.TryGetValue(header, out var value) ? value : null;
}
