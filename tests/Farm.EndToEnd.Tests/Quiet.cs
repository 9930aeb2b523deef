namespace Farm.EndToEnd.Tests;

/// <summary>Tests of many processes and of real time: one after the other, when the others are through.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Quiet
{
    public const string Name = "one after the other";
}
