using Farm.Coordinator.Ledger;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm audit</c>: whether the ledger adds up, and a share of its blocks computed again.</summary>
internal static class AuditVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep) = (CommonOptions.Ledger(), CommonOptions.Sweep());
        var fraction = CommonOptions.Share("--fraction", "Compute this share of the stored blocks again and compare digests.");
        var seed = CommonOptions.Whole("--seed", "Which share: another seed draws other blocks. [default: 0]", least: 0);
        var verb = new VerbCommand(
            "audit",
            "Check that planned = done + set aside + pending, that no block is there twice, and every stored row's checksum.",
            new Example("audit", "check every sweep of farm.db without computing anything"),
            new Example("audit --fraction 0.01", "and compute one block in a hundred again"),
            new Example("audit --sweep xor-margin --fraction 1", "compute one sweep's blocks all again"));
        verb.Add(ledger);
        verb.Add(sweep);
        verb.Add(fraction);
        verb.Add(seed);
        return verb.Does(parsed => Audit(
            host,
            parsed.GetValue(ledger)!,
            parsed.GetValue(sweep),
            parsed.GetValue(fraction) ?? 0,
            (ulong)(parsed.GetValue(seed) ?? 0)));
    }

    private static ExitCode Audit(FarmHost host, string ledgerPath, string? name, double fraction, ulong seed)
    {
        using var ledger = SqliteLedgerReader.Open(ledgerPath);
        var sweeps = ledger.Sweeps().Where(s => name is null || s.Sweep.Name == name).ToArray();
        if (name is not null && sweeps.Length == 0)
        {
            return host.Refuse(ExitCode.BadInput, $"no sweep is called '{name}' in {ledgerPath}.");
        }

        var findings = new AuditFindings();
        foreach (var record in sweeps)
        {
            if (host.Studies.Find(record.Sweep.Study) is not { } study)
            {
                host.Say(
                    $"warning: sweep '{record.Sweep.Name}' is of study '{record.Sweep.Study}', which this version does not have; it is not audited.");
                continue;
            }

            SweepAudit.Count(new OpenedSweep(ledger, record, study), findings);
            if (fraction > 0)
            {
                SweepAudit.ComputeAgain(new OpenedSweep(ledger, record, study), fraction, seed, findings);
            }
        }

        findings.AddStorage(ledger);
        return Conclude(host, findings);
    }

    private static ExitCode Conclude(FarmHost host, AuditFindings findings)
    {
        var table = new TextTable("sweep", "check", "verdict", "detail");
        foreach (var line in findings.Lines)
        {
            table.Add(line.Sweep, line.Check, line.Problems == 0 ? "good" : "WRONG", line.Detail);
        }

        table.WriteTo(host.Output);
        foreach (var problem in findings.Notes.Concat(findings.Problems))
        {
            host.Say($"{problem}.");
        }

        return findings.Code;
    }
}
