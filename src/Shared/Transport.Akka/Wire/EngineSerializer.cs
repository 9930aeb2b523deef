using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Wire;

/// <summary>Akka's way to <see cref="EngineCodec"/>.</summary>
/// <param name="system">The actor system.</param>
internal sealed class EngineSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>This serializer's number in every message; the low ones are Akka's own.</summary>
    public const int Number = 4_053;

    /// <inheritdoc/>
    public override int Identifier => Number;

    /// <inheritdoc/>
    public override string Manifest(object o) =>
        EngineCodec.ManifestOf(o) ?? throw new SerializationException($"There is no form for {o.GetType().Name}.");

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => EngineCodec.Write(obj);

    /// <summary>
    /// The message, or a <see cref="Malformed"/> in its place: thrown faults would only stand in Akka's own log.
    /// </summary>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return EngineCodec.Read(bytes, manifest);
        }
        catch (WireException exception)
        {
            return new Malformed(exception.Message);
        }
    }
}

/// <summary>
/// Stands in for Akka's serializers of whatever type a message names, which this farm neither sends nor takes: they would
/// make any object that a stranger asks for.
/// </summary>
internal sealed class RefusingSerializer : Serializer
{
    /// <summary>The number of Akka's JSON serializer, so that what comes under it comes here.</summary>
    public const int JsonNumber = 1;

    /// <summary>As Akka makes it, with the settings of the serializer whose place it takes.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <inheritdoc/>
    public override int Identifier => JsonNumber;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType().Name} is no message of the farm.");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("A message of a type that it names itself is refused.");
}
