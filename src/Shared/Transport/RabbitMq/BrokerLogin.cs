namespace Farm.Transport.RabbitMq;

/// <summary>Who a process is to the broker.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">The password; never shown.</param>
public sealed record BrokerLogin(string User, string Password)
{
    /// <summary>The user's name, without the password.</summary>
    public override string ToString() => $"{nameof(BrokerLogin)} {{ {nameof(User)} = {User} }}";
}
