namespace Farm.Transport.Wire;

/// <summary>Bytes that are no message of the farm, or a message that cannot be one.</summary>
internal sealed class WireException(string message) : Exception(message);
