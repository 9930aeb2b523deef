namespace Farm.Coordinator.Verbs;

/// <summary>What is planned, stands in the help, and is not there yet: one line each.</summary>
internal static class LaterVersion
{
    public const string Curves =
        "'curves' belongs to a later version: no study of this one has trials that are followed over time.";
}
