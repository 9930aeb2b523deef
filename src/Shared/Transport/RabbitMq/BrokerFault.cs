using Farm.Domain;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Tls = System.Security.Authentication;

namespace Farm.Transport.RabbitMq;

/// <summary>Tells faults that pass from those that stay.</summary>
internal static class BrokerFault
{
    private const int AccessRefused = 403;
    private const int NotFound = 404;
    private const int Locked = 405;
    private const int Inequivalent = 406;
    private const int NotAllowed = 530;

    /// <summary>Whether the broker said that another connection has a queue for itself.</summary>
    public static bool IsLocked(OperationInterruptedException exception) =>
        exception.ShutdownReason?.ReplyCode == Locked;

    /// <summary>Whether the broker said that there is no such queue or exchange.</summary>
    public static bool IsNotFound(OperationInterruptedException exception) =>
        exception.ShutdownReason?.ReplyCode == NotFound;

    /// <summary>The fault that no waiting mends, or null.</summary>
    public static TransportException? RefusalOf(Exception exception, string broker)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case TransportException refusal:
                    return refusal;
                case AuthenticationFailureException:
                    return Refusal($"The broker at {broker} refuses the user or the password.", exception);
                case Tls.AuthenticationException:
                    return Refusal(
                        $"No encrypted connection to {broker}: {LineOf(e.GetBaseException().Message)}", exception);
                case OperationInterruptedException { ShutdownReason: { } reason } when IsRefusal(reason):
                    return Refusal($"The broker at {broker} refuses: {LineOf(reason.ReplyText)}", exception);
                case AggregateException { InnerExceptions: { Count: > 1 } several }:
                    if (several.Select(s => RefusalOf(s, broker)).FirstOrDefault(r => r is not null) is { } one)
                    {
                        return one;
                    }

                    break;
            }
        }

        return null;
    }

    /// <summary>The refusal in a connection's or a channel's end, or null.</summary>
    public static TransportException? RefusalOf(ShutdownEventArgs reason, string broker) =>
        IsRefusal(reason) ? Refusal($"The broker at {broker} refuses: {LineOf(reason.ReplyText)}", null) : null;

    /// <summary>One line that says what happened.</summary>
    public static string ReasonOf(Exception exception) =>
        LineOf(exception is BrokerUnreachableException && exception.InnerException is { } inner
            ? inner.GetBaseException().Message
            : exception.Message);

    /// <summary>A broker's text as one line.</summary>
    public static string LineOf(string text) => Wire.WireText.ToLine(text.ReplaceLineEndings(" "));

    private static TransportException Refusal(string message, Exception? inner) =>
        new(LinkFault.Refused, message, inner);

    private static bool IsRefusal(ShutdownEventArgs reason) => reason.ReplyCode is AccessRefused or Inequivalent
        // A virtual host is down for a moment while a broker starts.
        || (reason.ReplyCode == NotAllowed && !reason.ReplyText.Contains("is down", StringComparison.Ordinal));
}
