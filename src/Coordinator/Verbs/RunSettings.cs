namespace Farm.Coordinator.Verbs;

/// <summary>What a run's command line says besides the sweep's content.</summary>
/// <param name="File">The sweep's file, as it was named.</param>
/// <param name="Overrides">The options that change the sweep, with a blank before each, or empty.</param>
/// <param name="Ledger">The ledger's file.</param>
/// <param name="Threads">Worker threads.</param>
/// <param name="Amends">Whether the ledger's sweep of the same name may be amended.</param>
/// <param name="RetriesSetAside">Whether blocks set aside are tried again.</param>
/// <param name="CopyTo">Where a closed copy goes at the end, or null.</param>
internal sealed record RunSettings(
    string File, string Overrides, string Ledger, int Threads, bool Amends, bool RetriesSetAside, string? CopyTo);
