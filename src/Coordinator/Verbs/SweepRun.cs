using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Sweeps;
using Farm.Coordinator.Terminal;
using Farm.Domain;
using Farm.Numerics;
using Farm.Transport;

namespace Farm.Coordinator.Verbs;

/// <summary>One run of a sweep, from opening the ledger to the last message.</summary>
internal sealed class SweepRun(FarmHost host, SweepReading reading, RunSettings settings)
{
    private readonly Sweep sweep = reading.Sweep!;

    /// <summary>Runs it.</summary>
    /// <exception cref="LedgerException">The ledger cannot be opened.</exception>
    public ExitCode Run()
    {
        using var deferral = host.Interruption.Defer();
        if (!settings.IsOnGpus)
        {
            WarmUp.Kernel(reading.Study!, sweep);
        }

        ExitCode code;
        using (var writer = SqliteLedgerWriter.Open(settings.Ledger, host.Time.GetUtcNow()))
        {
            var verdict = Judge();
            if (verdict.Kind == AmendmentKind.Refused)
            {
                return Refuse(verdict);
            }

            writer.Register(sweep, reading.Source, host.Time.GetUtcNow());
            using var log = FarmLog.Open(host, settings.Ledger);
            LogRegistration(log.Events, verdict);
            if (!Readmit(writer, log.Events))
            {
                return ExitCode.BadInput;
            }

            if (settings.RetriesSetAside)
            {
                RetrySetAside(writer, log.Events);
            }

            code = Compute(writer, log.Events);
            if (!writer.Close() && code != ExitCode.Storage)
            {
                host.Say("warning: the ledger is still read by someone; its write-ahead log stays beside it until the next run closes it.");
            }

            if (settings.CopyTo is { } copy && code != ExitCode.Storage)
            {
                LedgerCopy.To(settings.Ledger, copy);
                log.Events.LedgerCopied(sweep.Name, copy);
                host.Say($"the ledger was copied to {copy}.");
            }
        }

        return code;
    }

    private AmendmentVerdict Judge()
    {
        using var ledger = SqliteLedgerReader.Open(settings.Ledger);
        var stored = ledger.Sweeps().FirstOrDefault(s => s.Sweep.Name == sweep.Name);
        return AmendmentRule.Judge(stored?.Sweep, sweep, settings.Amends);
    }

    private ExitCode Refuse(AmendmentVerdict verdict)
    {
        foreach (var line in verdict.Lines)
        {
            host.Say(line);
        }

        return ExitCode.BadInput;
    }

    private void LogRegistration(FarmEvents log, AmendmentVerdict verdict)
    {
        if (verdict.Kind == AmendmentKind.Fresh)
        {
            log.SweepRegistered(sweep);
        }
        else if (verdict.Kind == AmendmentKind.Amended)
        {
            log.SweepAmended(sweep, string.Join("; ", verdict.Lines));
        }
    }

    private void RetrySetAside(SqliteLedgerWriter writer, FarmEvents log)
    {
        var blocks = writer.RetrySetAside(sweep);
        log.SetAsideRetried(sweep.Name, blocks);
        host.Say(Invariant.Text($"{blocks} blocks that were set aside are tried again."));
    }

    private bool Readmit(SqliteLedgerWriter writer, FarmEvents log)
    {
        foreach (var name in settings.Readmits)
        {
            if (!writer.Readmit(name))
            {
                host.Say($"--readmit: no host '{name}' is under quarantine in {settings.Ledger}; nothing was started.");
                return false;
            }

            log.HostReadmitted(sweep.Name, name);
            host.Say($"host {name} is no longer under quarantine.");
        }

        return true;
    }

    private ExitCode Compute(SqliteLedgerWriter writer, FarmEvents log)
    {
        SweepPlan plan;
        using (var ledger = SqliteLedgerReader.Open(settings.Ledger))
        {
            plan = Planner.Plan(sweep, reading.Study!.Description, ledger, settings.AuditFraction);
        }

        var before = (Done: plan.DoneTrials, Pending: plan.PendingTrials, SetAside: plan.SetAsideBlocks);
        log.SweepStarted(sweep, plan.Revision, before.Done, before.Pending, settings.Threads, Backend, FarmRelease.Text);
        FarmOutcome outcome;
        using (var display = RunDisplay.Start(host, plan, settings))
        {
            var observer = new FarmObserver(display, new ActorEvents(log, sweep).Log);
            try
            {
                outcome = FarmAsync(plan, writer, log, observer).GetAwaiter().GetResult();
            }
            catch (TransportException e)
            {
                log.LinkLost(e.Fault, e.Message);
                return ExitCodes.Of(e.Fault);
            }
        }

        return new RunEnd(host, sweep, reading.Study!.Description, settings, log).Conclude(outcome, before.Pending, before.SetAside);
    }

    private async Task<FarmOutcome> FarmAsync(
        SweepPlan plan, SqliteLedgerWriter writer, FarmEvents log, FarmObserver observer)
    {
        if (settings.Broker is not { } broker)
        {
            var local = new LocalFarmOptions { Threads = settings.Threads, Devices = settings.Devices, Clock = host.Time };
            return await LocalFarm
                .RunAsync(plan, writer, host.Studies, local, observer, host.Interruption.Token).ConfigureAwait(false);
        }

        // Whoever waits for a broker, or has none any more, reads it as a warning of the log.
        var transport = host.Connect(broker, new TransportEvents(log).Log);
        await using var openTransport = transport.ConfigureAwait(false);
        var options = new BrokerFarmOptions
        {
            Threads = settings.Threads,
            Devices = settings.Devices,
            Capability = settings.IsOnGpus ? Capabilities.Gpu : Capabilities.Cpu,
            Clock = host.Time,
        };
        return await BrokerFarm
            .RunAsync(transport, plan, writer, host.Studies, options, observer, host.Interruption.Token).ConfigureAwait(false);
    }

    private string Backend => settings.IsOnGpus
        ? string.Join("; ", settings.Devices.Select(d => $"{d.Backend} on {d.Name}").DefaultIfEmpty("GPUs of other hosts"))
        : $"simd-{(int)LaneWidths.Widest}";
}
