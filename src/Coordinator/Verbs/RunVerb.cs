using System.CommandLine;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm run</c>: computes what is left of a sweep.</summary>
internal static class RunVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var sweep = new SweepOptions();
        var ledger = CommonOptions.Ledger();
        var amend = new Option<bool>("--amend") { Description = "Add cells or trials to the ledger's sweep of the same name." };
        var retry = new Option<bool>("--retry-set-aside") { Description = "Try blocks again that were set aside." };
        var copyTo = new Option<string?>("--copy-to")
        {
            Description = "At the end, put a closed copy of the ledger there; may be on a network file system.",
            HelpName = "FILE",
        };
        var farm = new FarmOptions();

        var verb = new VerbCommand(
            "run",
            "Run a sweep to completion. The same sweep on the same ledger resumes; Ctrl-C stops cleanly.",
            new Example("run studies/xor-margin.yaml", "compute what farm.db does not have yet, on all cores"),
            new Example("run studies/xor-margin.yaml --trials 5000000 --ledger big.db", "more trials a cell, into a ledger of their own"),
            new Example("run studies/xor-leaky.yaml --set init=live --set init_std=0.5,1 --ledger live.db", "other values of two axes"),
            new Example("run studies/xor-margin.yaml --transport amqp://broker --nodes-only", "leave the work to the nodes of a broker"),
            new Example("run studies/xor-margin.yaml --device gpu", "on all GPUs of this host (full build; 'farm devices' lists them)"));
        sweep.AddTo(verb);
        verb.Add(ledger);
        verb.Add(amend);
        verb.Add(retry);
        verb.Add(copyTo);
        farm.AddTo(verb);
        return verb.Does(parsed =>
        {
            var settings = new RunSettings(
                sweep.FileOf(parsed),
                sweep.OverridesOf(parsed),
                parsed.GetValue(ledger)!,
                Environment.ProcessorCount,
                parsed.GetValue(amend),
                parsed.GetValue(retry),
                parsed.GetValue(copyTo));
            if (farm.Read(parsed, host, ref settings) is { } refusal)
            {
                return host.Refuse(refusal);
            }

            WarmUp.Storage();
            var reading = sweep.Read(parsed, host);
            return !reading.IsGood ? SweepOptions.Refuse(host, reading)
                : DeviceCheck.RefusalOf(host, reading, settings) is { } unfit ? host.Refuse(unfit)
                : new SweepRun(host, reading, settings).Run();
        });
    }
}
