using Farm.Coordinator.Ledger;
using Farm.Domain;
using static Farm.Testing.Ledger.Samples;

namespace Farm.Testing.Ledger;

// What a ledger owes to long trials: slices, states, curves.
public abstract partial class LedgerContract
{
    private static readonly BlockKey Trial = Key(5, blockSize: 1);

    [Fact]
    public void Slices_of_a_device_without_equal_bits_are_compared_with_its_own_alone()
    {
        var near = B with { Device = "gpu:0 Model", Backend = "ilgpu-opencl-near" };
        Assert.Equal([BlockFate.Advanced], Commit(Slice(Trial, 0, 10, by: A)));
        Assert.Equal([BlockFate.Stale], Commit(Slice(Trial, 0, 10, "near", by: near)));
        Assert.Equal([BlockFate.Mismatch], Commit(Slice(Trial, 0, 10, "wrong", by: C)));
    }

    [Fact]
    public void A_trial_goes_on_slice_by_slice_and_only_its_last_state_is_there()
    {
        Assert.Equal([BlockFate.Advanced], Commit(Slice(Trial, 0, 10, by: A)));
        Assert.Equal([BlockFate.Advanced], Commit(Slice(Trial, 10, 20, by: B)));

        using var reader = Read();
        var trial = Assert.Single(Unfinished(reader));
        Assert.Equal((5L, 1, 20L), (trial.Block, trial.ColumnVersion, trial.Step));
        Assert.Equal(Slice(Trial, 10, 20).Result.Digest, trial.Digest);
        Assert.Equal(Slice(Trial, 10, 20).Result.State, trial.State);
        Assert.Equal([(0L, 10L, A), (10, 20, B)], Slices(reader).Select(s => (s.FirstStep, s.Step, s.By)));
        Assert.Equal([.. RowsAt(10), .. RowsAt(20)], Slices(reader).SelectMany(s => s.Rows));
        Assert.Null(reader.Block(Trial));
        Assert.Empty(reader.Extents(CellA, ulong.MaxValue, 1));
        Assert.Empty(reader.DamagedSlices());
    }

    [Fact]
    public void With_its_last_slice_a_trials_block_is_stored_and_its_state_goes_but_its_curve_stays()
    {
        Writer.Commit(Batch(SetAside(Trial)));
        Commit(Slice(Trial, 0, 10, by: A));
        Assert.Equal([BlockFate.Stored], Commit(Slice(Trial, 10, 20, isLast: true, by: B)));

        using var reader = Read();
        Assert.Empty(Unfinished(reader));
        Assert.Equal(B, reader.Block(Trial)!.By);
        Assert.Equal([10L, 20], Slices(reader).Select(s => s.Step));
        Assert.Equal(reader.Block(Trial)!.Digest, Slices(reader)[^1].Digest);
        Assert.Empty(reader.SetAside(CellA, ulong.MaxValue, 1));
        Assert.Empty(reader.DamagedSlices());
        Assert.Empty(reader.DamagedBlocks());
    }

    [Fact]
    public void A_trial_of_one_slice_is_stored_at_once() =>
        Assert.Equal([BlockFate.Stored], Commit(Slice(Trial, 0, 10, isLast: true)));

    [Fact]
    public void A_slice_that_comes_again_changes_nothing_also_when_the_trial_has_ended()
    {
        Commit(Slice(Trial, 0, 10), Slice(Trial, 10, 20));
        Assert.Equal([BlockFate.Duplicate, BlockFate.Duplicate], Commit(Slice(Trial, 10, 20, by: B), Slice(Trial, 0, 10, by: B)));
        Assert.Equal(
            [BlockFate.Stored, BlockFate.Duplicate, BlockFate.Duplicate],
            Commit(Slice(Trial, 20, 30, isLast: true), Slice(Trial, 20, 30, isLast: true, by: B), Slice(Trial, 0, 10, by: B)));

        using var reader = Read();
        Assert.Equal([10L, 20, 30], Slices(reader).Select(s => s.Step));
        Assert.Empty(reader.Incidents());
        Assert.Equal([("host of node-1", "[5, 6)")], reader.Unconfirmed(CellA, ulong.MaxValue, 1, 1)
            .Select(h => (h.Host, string.Join(' ', h.Blocks))));
    }

    [Fact]
    public void Two_ends_of_a_slice_that_began_alike_are_an_incident_and_the_trial_goes_on_from_the_first()
    {
        Commit(Slice(Trial, 0, 10, by: A), Slice(Trial, 10, 20, by: A));
        Assert.Equal([BlockFate.Mismatch], Commit(Slice(Trial, 10, 20, "wrong", by: B)));

        using var reader = Read();
        var incident = Assert.Single(reader.Incidents());
        Assert.Equal((Trial, A, B), (incident.Key, incident.Kept, incident.Other));
        Assert.Equal(Slice(Trial, 10, 20).Result.Digest, incident.KeptDigest);
        Assert.Equal(20, incident.Step);
        Assert.Equal(Slice(Trial, 10, 20).Origin, incident.Origin);
        Assert.Equal(Slice(Trial, 10, 20).Result.State, Unfinished(reader)[0].State);
        Assert.Equal(A, Writer.OriginOf(Trial, 1, 20)!.By);
        Assert.Equal(Slice(Trial, 10, 20).Result.Digest, Writer.OriginOf(Trial, 1, 20)!.Digest);
        Assert.Null(Writer.OriginOf(Trial, 1, 30));
        Assert.Null(Writer.OriginOf(Trial, 2, 20));
    }

    [Fact]
    public void A_slice_that_began_with_another_state_or_too_late_is_stale()
    {
        Assert.Equal([BlockFate.Stale], Commit(Slice(Trial, 10, 20)));
        Commit(Slice(Trial, 0, 10), Slice(Trial, 10, 20));
        Assert.Equal(
            [BlockFate.Stale, BlockFate.Stale, BlockFate.Stale, BlockFate.Stale],
            Commit(
                Slice(Trial, 30, 40), Slice(Trial, 20, 30, origin: "wrong"), Slice(Trial, 10, 20, origin: "wrong"),
                Slice(Trial, 20, 30, origin: "wrong", isLast: true)));

        using var reader = Read();
        Assert.Equal([10L, 20], Slices(reader).Select(s => s.Step));
        Assert.Empty(reader.Incidents());
        Assert.Null(reader.Block(Trial));
    }

    [Fact]
    public void Trials_cells_seeds_and_revisions_go_on_by_themselves()
    {
        var others = new[] { Key(6, blockSize: 1), Key(5, 0.2, blockSize: 1), Key(5, seed: 3, blockSize: 1) };
        Commit([Slice(Trial, 0, 10), Slice(Trial, 0, 10, revision: 2), .. others.Select(k => Slice(k, 0, 10))]);
        Commit(Slice(Trial, 10, 20));

        using var reader = Read();
        Assert.Equal([(5L, 20L), (6, 10)], Unfinished(reader).Select(t => (t.Block, t.Step)));
        Assert.Equal([10L], reader.Unfinished(CellA, ulong.MaxValue, 1, 2).Select(t => t.Step));
        Assert.Equal([10L], reader.Unfinished(CellB, ulong.MaxValue, 1, 1).Select(t => t.Step));
        Assert.Equal([10L], reader.Unfinished(CellA, 3, 1, 1).Select(t => t.Step));
        Assert.Equal([6L], reader.Slices(CellA, ulong.MaxValue, 1, 1, block: 6).Select(s => s.Block));
        Assert.Equal([5L, 5, 6], Slices(reader).Select(s => s.Block));
    }

    [Fact]
    public void A_trial_of_another_column_version_begins_anew()
    {
        Commit(Slice(Trial, 0, 10), Slice(Trial, 10, 20));
        Assert.Equal([BlockFate.Stale], Commit(Slice(Trial, 20, 30, columnVersion: 2)));
        Assert.Equal([BlockFate.Advanced], Commit(Slice(Trial, 0, 5, columnVersion: 2)));

        using var reader = Read();
        Assert.Equal([(5L, 2)], Slices(reader).Select(s => (s.Step, s.ColumnVersion)));
        Assert.Equal((2, 5L), (Unfinished(reader)[0].ColumnVersion, Unfinished(reader)[0].Step));
    }

    [Fact]
    public void A_witness_is_compared_and_never_stored()
    {
        Assert.Equal([BlockFate.Stale, BlockFate.Stale], Hear([Witness(by: C)], Slice(Trial, 0, 10, by: C)));
        Commit(Slice(Trial, 0, 10, by: A), Slice(Trial, 10, 20, isLast: true, by: B));
        Assert.Equal(
            [BlockFate.Duplicate, BlockFate.Duplicate, BlockFate.Mismatch],
            Hear([Witness(by: B)], Slice(Trial, 0, 10, by: C), Slice(Trial, 0, 10, "wrong", by: C)));

        using var reader = Read();
        Assert.Equal(2, Slices(reader).Length);
        Assert.Equal([(0L, HostA), (10, HostB)], SliceHosts(reader));
    }

    [Fact]
    public void A_trial_is_confirmed_once_each_of_its_slices_has_a_second_host()
    {
        Commit(Slice(Trial, 0, 10, by: A), Slice(Trial, 10, 20, isLast: true, by: B));
        Assert.Equal([BlockFate.Unconfirmed, BlockFate.Duplicate], Hear([Witness(by: C)], Slice(Trial, 10, 20, isLast: true, by: C)));
        Assert.Equal([BlockFate.Unconfirmed, BlockFate.Duplicate], Hear([Witness(by: A)], Slice(Trial, 0, 10, by: A)));
        Assert.Equal([BlockFate.Confirmed, BlockFate.Duplicate], Hear([Witness(by: A)], Slice(Trial, 0, 10, by: B)));
        Assert.Equal([BlockFate.Duplicate, BlockFate.Duplicate], Hear([Witness(by: C)], Slice(Trial, 0, 10, by: C)));

        using var reader = Read();
        Assert.Empty(reader.Unconfirmed(CellA, ulong.MaxValue, 1, 1));
    }

    [Fact]
    public void A_slice_that_came_twice_by_chance_confirms_as_one_of_an_audit_does()
    {
        Commit(Slice(Trial, 0, 10, by: A), Slice(Trial, 0, 10, by: B), Slice(Trial, 10, 20, isLast: true, by: A));
        Assert.Equal([BlockFate.Confirmed, BlockFate.Duplicate], Hear([Witness(by: C)], Slice(Trial, 10, 20, isLast: true, by: C)));
    }

    [Fact]
    public void Another_end_of_a_trial_that_others_led_to_is_no_incident_of_its_last_host()
    {
        Commit(Slice(Trial, 0, 10, by: A), Slice(Trial, 10, 20, isLast: true, by: A));
        var other = Block(Trial, "wrong", trials: 1, by: C) with { IsWitness = true };
        Assert.Equal(
            [BlockFate.Stale, BlockFate.Mismatch, BlockFate.Stale],
            Hear(
                [other], Slice(Trial, 0, 10, "wrong", by: B), Slice(Trial, 10, 20, "wrong", origin: "wrong", isLast: true, by: C)));

        using var reader = Read();
        Assert.Equal(B, Assert.Single(reader.Incidents()).Other);
    }

    [Fact]
    public void A_quarantine_takes_back_every_trial_that_the_host_had_a_hand_in()
    {
        var (begun, untouched, confirmed) = (Key(6, blockSize: 1), Key(7, blockSize: 1), Key(8, blockSize: 1));
        Commit(Slice(Trial, 0, 10, by: A), Slice(Trial, 10, 20, isLast: true, by: B));
        Commit(Slice(begun, 0, 10, by: A), Slice(begun, 10, 20, by: B), Slice(untouched, 0, 10, by: B));
        Commit(Slice(confirmed, 0, 10, by: A), Slice(confirmed, 10, 20, isLast: true, by: B));
        Hear([], Slice(Trial, 10, 20, isLast: true, by: A), Slice(begun, 0, 10, by: B));
        Hear([Witness(confirmed, C)], Slice(confirmed, 0, 10, by: C), Slice(confirmed, 10, 20, isLast: true, by: C));

        var withdrawn = Assert.Single(Writer.Quarantine(Bad(HostA)));

        Assert.Equal("[5, 6)", string.Join(' ', withdrawn.Blocks));
        Assert.Equal("[6, 7)", string.Join(' ', withdrawn.Unfinished));
        using var reader = Read();
        Assert.Equal([7L, 8, 8], Slices(reader).Select(s => s.Block));
        Assert.Equal([7L], Unfinished(reader).Select(t => t.Block));
        Assert.Equal([8L], reader.Blocks(CellA, ulong.MaxValue, 1).Select(b => b.Key.Block));
        Assert.Equal(1, Assert.Single(reader.Quarantines()).Withdrawn);
        Assert.Equal([BlockFate.Stale], Commit(Slice(begun, 20, 30, by: B)));
        Assert.Equal([BlockFate.Advanced], Commit(Slice(begun, 0, 10, by: B)));
    }

    [Fact]
    public void A_large_state_takes_the_place_of_the_one_before()
    {
        var state = new byte[TrialState.HeaderBytes + SliceLimits.StateBytes];
        for (var step = 0; step < 3; step++)
        {
            state[^1] = (byte)step;
            var slice = Slice(Trial, step, step + 1);
            Commit(slice with { Result = slice.Result with { State = (byte[])state.Clone() } });
        }

        using var reader = Read();
        Assert.Equal(state, Unfinished(reader)[0].State);
        Assert.Empty(reader.DamagedSlices());
    }

    private static UnfinishedTrial[] Unfinished(ILedgerReader reader) =>
        [.. reader.Unfinished(CellA, ulong.MaxValue, 1, 1)];

    private static StoredSlice[] Slices(ILedgerReader reader) => [.. reader.Slices(CellA, ulong.MaxValue, 1, 1)];

    private static (long FirstStep, string Host)[] SliceHosts(ILedgerReader reader) =>
        [.. reader.SliceHosts(CellA, ulong.MaxValue, 1, 1).Select(s => (s.FirstStep, s.Host))];

    private static ArrivedBlock Witness(BlockKey? key = null, WorkerName? by = null) =>
        Block(key ?? Trial, trials: 1, by: by) with { IsWitness = true };

    private static ArrivedBlock Witness(WorkerName by) => Witness(null, by);

    private IReadOnlyList<BlockFate> Hear(ArrivedBlock[] blocks, params ArrivedSlice[] slices) => Writer.Commit(
        new LedgerBatch(blocks, [], Now) { Slices = [.. slices.Select(s => s with { IsWitness = true })] });

    private IReadOnlyList<BlockFate> Commit(params ArrivedSlice[] slices) =>
        Writer.Commit(new LedgerBatch([], [], Now) { Slices = slices });
}
