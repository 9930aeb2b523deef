namespace Farm.Transport;

/// <summary>Where a farm of many hosts is found. Holds no credentials, so it can be shown and logged.</summary>
/// <param name="IsSecure">Whether connections are encrypted.</param>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
public abstract record FarmAddress(bool IsSecure, string Host, int Port);
