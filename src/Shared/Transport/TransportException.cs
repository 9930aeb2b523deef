using Farm.Domain;

namespace Farm.Transport;

/// <summary>A link cannot be had, or is over.</summary>
public sealed class TransportException : Exception
{
    /// <summary>A fault with one line for people.</summary>
    public TransportException(LinkFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>Why.</summary>
    public LinkFault Fault { get; }
}
