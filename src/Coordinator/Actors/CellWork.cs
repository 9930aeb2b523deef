using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>
/// What the coordinator knows of one cell. Work is kept as ranges of blocks, never as a list of shards.
/// </summary>
/// <remarks>
/// A block that is not received is either to be ordered (pending or single) or part of exactly one outstanding shard;
/// a received one waits for the disk or is on it.
/// </remarks>
internal sealed class CellWork
{
    private readonly CellPlan plan;
    private readonly BlockSet pending;
    private readonly BlockSet singles = new();
    private readonly BlockSet unreceived;
    private readonly BlockSet setAside;
    private readonly Dictionary<long, int> prefixes;
    private readonly Dictionary<long, List<AttemptError>> errors = [];
    private readonly Dictionary<long, TrialChain> chains = [];
    private long done;

    public CellWork(int index, CellPlan plan)
    {
        Index = index;
        this.plan = plan;
        pending = Copy(plan.Pending);
        unreceived = Copy(plan.Pending);
        setAside = Copy(plan.SetAside);
        prefixes = plan.Short.ToDictionary(s => s.Block, s => s.Trials);
        done = plan.DoneBlocks;
        DoneTrials = plan.DoneTrials;
        SetAsideTrials = plan.SetAsideTrials;
        foreach (var trial in plan.Unfinished)
        {
            Begin(trial.Block).Advance(trial.Step, trial.Digest, trial.State);
        }
    }

    public int Index { get; }

    public Cell Cell => plan.Cell;

    public BlockLayout Layout => plan.Layout;

    /// <summary>Measured cost and the largest shard it allows.</summary>
    public CellPace Pace { get; } = new();

    public bool HasWork => !pending.IsEmpty || !singles.IsEmpty;

    /// <summary>Whether every block is received or given up.</summary>
    public bool IsReceived => unreceived.IsEmpty;

    public long DoneTrials { get; private set; }

    public long SetAsideTrials { get; private set; }

    public CellProgress Progress => new(
        Cell,
        Layout,
        done,
        InFlight: Layout.Blocks - done - pending.Count - singles.Count - setAside.Count,
        Pending: pending.Count + singles.Count,
        setAside.Count);

    /// <summary>Takes the next run of blocks to order; suspects go alone.</summary>
    public BlockRange Cut(long most)
    {
        if (!singles.IsEmpty)
        {
            return singles.TakeFirst(1);
        }

        if (prefixes.Count > 0)
        {
            // An order names the prefix of its last block only, so a shard ends with a block that has one.
            var first = pending.First().First;
            var ending = prefixes.Keys.Where(b => b >= first).DefaultIfEmpty(long.MaxValue - 1).Min();
            most = Math.Min(most, ending - first + 1);
        }

        return pending.TakeFirst(most);
    }

    /// <summary>Long trials that have begun, in no particular order.</summary>
    public IReadOnlyCollection<TrialChain> Chains => chains.Values;

    /// <summary>A long trial that has begun; null when it has not.</summary>
    public TrialChain? ChainOf(long block) => chains.GetValueOrDefault(block);

    /// <summary>A long trial begins: its block is ordered slice by slice from now on.</summary>
    /// <returns>Where it is; where it was when it had begun before.</returns>
    public TrialChain Begin(long block)
    {
        if (!chains.TryGetValue(block, out var chain))
        {
            chains.Add(block, chain = new TrialChain(this, block));
            pending.Remove(new BlockRange(block, 1));
            singles.Remove(new BlockRange(block, 1));
        }

        return chain;
    }

    /// <summary>Whether a block is still to come.</summary>
    public bool IsMissing(long block) => unreceived.Contains(block);

    /// <summary>Trials of a block that the ledger already holds and that its longer form replaces; else 0.</summary>
    public int PrefixOf(long block) => prefixes.GetValueOrDefault(block);

    /// <summary>Whether a result has the form in which this sweep wants the block.</summary>
    public bool Wants(BlockResult result) =>
        result.Block >= 0 && result.Block < Layout.Blocks
        && result.Trials == Layout.TrialsIn(result.Block)
        && (PrefixOf(result.Block) == 0 || result.PrefixDigest is not null);

    /// <summary>A block's result came, from whomever: it need not be ordered any more.</summary>
    /// <returns>Whether it had not come before.</returns>
    public bool Receive(long block)
    {
        var one = new BlockRange(block, 1);
        var before = unreceived.Count;
        unreceived.Remove(one);
        if (unreceived.Count == before)
        {
            return false;
        }

        pending.Remove(one);
        singles.Remove(one);
        chains.Remove(block);
        return true;
    }

    /// <summary>Executions of a block that failed so far.</summary>
    public IReadOnlyList<AttemptError> ErrorsOf(long block) => errors.GetValueOrDefault(block) ?? [];

    /// <summary>Counts a failed execution.</summary>
    public void AddError(long block, AttemptError error)
    {
        if (!errors.TryGetValue(block, out var list))
        {
            errors.Add(block, list = []);
        }

        list.Add(error);
    }

    /// <summary>A long trial goes on: what failed before its state of now counts no more.</summary>
    public void Forgive(long block) => errors.Remove(block);

    /// <summary>Those blocks of a range that are not received.</summary>
    public BlockSet Missing(BlockRange range)
    {
        var missing = new BlockSet();
        foreach (var open in unreceived.Within(range))
        {
            missing.Add(open);
        }

        return missing;
    }

    /// <summary>Blocks are to be ordered again: each alone, or as the others.</summary>
    public void Return(BlockSet blocks, bool alone)
    {
        foreach (var range in blocks)
        {
            (alone ? singles : pending).Add(range);
        }
    }

    /// <summary>A block is given up; its errors go with it.</summary>
    public void GiveUp(long block)
    {
        Receive(block);
        errors.Remove(block);
        setAside.Add(new BlockRange(block, 1));
        SetAsideTrials += Layout.TrialsIn(block);
    }

    /// <summary>A block is on disk for the first time in this form.</summary>
    public void Store(long block)
    {
        var trials = Layout.TrialsIn(block);
        done++;
        DoneTrials += trials;
        errors.Remove(block);
        prefixes.Remove(block);
        if (setAside.Contains(block))
        {
            setAside.Remove(new BlockRange(block, 1));
            SetAsideTrials -= trials;
        }
    }

    /// <summary>A received block will not be stored after all: it is to be ordered again.</summary>
    public void Reopen(long block)
    {
        if (!setAside.Contains(block))
        {
            pending.Add(new BlockRange(block, 1));
            unreceived.Add(new BlockRange(block, 1));
        }
    }

    /// <summary>Stored blocks were taken back: those that do not come again by themselves are to be ordered again.</summary>
    /// <param name="withdrawn">The blocks; some may be beyond the end, or not stored in the form that is wanted.</param>
    /// <param name="coming">Received blocks that are on their way to the disk, in any order.</param>
    /// <returns>How many blocks count as done no more.</returns>
    public long Withdraw(BlockSet withdrawn, IEnumerable<long> coming)
    {
        var lost = new BlockSet();
        foreach (var range in withdrawn.Within(new BlockRange(0, Layout.Blocks)))
        {
            lost.Add(range);
        }

        // Neither a given up block nor one of which only a prefix was stored counted as done.
        Exclude(lost, setAside);
        var again = Copy(lost);
        foreach (var block in prefixes.Keys.Where(withdrawn.Contains).ToArray())
        {
            prefixes.Remove(block);
            lost.Remove(new BlockRange(block, 1));
        }

        done -= lost.Count;
        DoneTrials -= lost.Sum(Layout.TrialsIn);
        Exclude(again, unreceived);
        foreach (var block in coming)
        {
            again.Remove(new BlockRange(block, 1));
        }

        foreach (var range in again)
        {
            pending.Add(range);
            unreceived.Add(range);
        }

        return lost.Count;
    }

    private static void Exclude(BlockSet from, BlockSet others)
    {
        foreach (var range in Copy(from))
        {
            foreach (var other in others.Within(range))
            {
                from.Remove(other);
            }
        }
    }

    private static BlockSet Copy(BlockSet blocks)
    {
        var copy = new BlockSet();
        foreach (var range in blocks)
        {
            copy.Add(range);
        }

        return copy;
    }
}
