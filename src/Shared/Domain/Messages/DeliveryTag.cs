namespace Farm.Domain;

/// <summary>Names one delivery of a message to one receiver, for its acknowledgement.</summary>
public readonly record struct DeliveryTag(long Value);
