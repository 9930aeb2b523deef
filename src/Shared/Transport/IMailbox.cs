namespace Farm.Transport;

/// <summary>Where an actor's messages are put. Thread-safe; never blocks and never calls back.</summary>
public interface IMailbox<in T>
{
    /// <summary>
    /// Puts a message behind those that are there; one that comes after the owner has closed is dropped.
    /// </summary>
    void Post(T message);
}
