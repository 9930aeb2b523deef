using Farm.Domain;

namespace Farm.Transport.Wire;

/// <content>Orders.</content>
internal static partial class WireCodec
{
    /// <summary>An order's bytes, with the state that its slice begins with.</summary>
    /// <exception cref="WireException">The order is beyond the bounds of messages.</exception>
    public static byte[] Write(ShardOrder order)
    {
        var form = FormOf(order);
        if (order.Slice is { State.Length: > 0 } slice)
        {
            form.State = slice.State;
            CheckState(form);
        }

        return Write(form, WireJson.Default.OrderForm, MostOf(form.Slice is not null));
    }

    /// <summary>
    /// An order's bytes without the state, which they name by its digest: always the same for the same order, since its
    /// key is made of them.
    /// </summary>
    /// <exception cref="WireException">The order is beyond the bounds of messages.</exception>
    public static byte[] WriteName(ShardOrder order) => Write(FormOf(order), WireJson.Default.OrderForm);

    /// <summary>The order that bytes stand for.</summary>
    /// <exception cref="WireException">They stand for none.</exception>
    public static ShardOrder ReadOrder(ReadOnlySpan<byte> bytes)
    {
        var form = Read(bytes, WireJson.Default.OrderForm, WireLimits.SliceBytes);
        CheckLength(bytes.Length, MostOf(form.Slice is not null));
        return OrderOf(form);
    }

    private static OrderForm FormOf(ShardOrder order)
    {
        var form = new OrderForm
        {
            Epoch = order.Shard.Epoch,
            Number = order.Shard.Number,
            Sweep = order.Sweep,
            Ledger = order.Ledger,
            Revision = order.Revision,
            ColumnVersion = order.ColumnVersion,
            Cell = order.Cell.Key,
            Seed = order.Seed,
            BlockSize = order.Layout.BlockSize,
            Trials = order.Layout.Trials,
            FirstBlock = order.Blocks.First,
            Blocks = order.Blocks.Count,
            Keep = NameOf(order.Keep),
            PrefixTrials = order.PrefixTrials,
            Alone = order.Alone,
            Slice = order.Slice is { } slice
                ? new SliceForm { FirstStep = slice.FirstStep, Steps = slice.Steps, From = slice.From }
                : null,
        };
        Check(form);
        if (form.Cell.Length > WireLimits.KeyCharacters || WireText.IsUnclean(form.Cell))
        {
            WireCheck.Throw($"cell has a key that is no line of at most {WireLimits.KeyCharacters} characters");
        }

        return form;
    }

    private static ShardOrder OrderOf(OrderForm form)
    {
        Check(form);
        return new ShardOrder(
            new ShardId(form.Epoch, form.Number),
            form.Sweep,
            form.Ledger,
            form.Revision,
            form.ColumnVersion,
            CellCache.Parse(form.Cell),
            form.Seed,
            new BlockLayout(form.BlockSize, form.Trials),
            new BlockRange(form.FirstBlock, form.Blocks),
            KeepOf(form.Keep),
            form.PrefixTrials,
            form.Alone,
            form.Slice is { } slice
                ? new SliceOrder(slice.FirstStep, slice.Steps, slice.From) { State = form.State ?? [] }
                : null);
    }

    private static void Check(OrderForm form)
    {
        WireCheck.Within(form.Epoch, 0, long.MaxValue, "epoch");
        WireCheck.Within(form.Number, 0, long.MaxValue, "number");
        WireCheck.Name(form.Sweep, "sweep");
        WireCheck.Within(form.Revision, 0, int.MaxValue, "revision");
        WireCheck.Within(form.ColumnVersion, 0, int.MaxValue, "column_version");
        WireCheck.Within(form.BlockSize, 1, WireLimits.BlockTrials, "block_size");
        WireCheck.Within(form.Trials, 1, WireLimits.CellTrials, "trials");
        var blocks = new BlockLayout(form.BlockSize, form.Trials).Blocks;
        WireCheck.Within(form.FirstBlock, 0, blocks - 1, "first_block");
        WireCheck.Within(form.Blocks, 1, Math.Min(WireLimits.ShardBlocks, blocks - form.FirstBlock), "blocks");
        WireCheck.Within(form.PrefixTrials, 0, form.BlockSize - 1, "prefix_trials");
        if (form.Slice is { } slice)
        {
            WireCheck.Within(form.Blocks, 1, 1, "blocks");
            WireCheck.Within(slice.FirstStep, 0, WireLimits.Steps, "first_step");
            WireCheck.Within(slice.Steps, 1, WireLimits.Steps - slice.FirstStep, "steps");
            WireCheck.Bytes(slice.From, slice.FirstStep == 0 ? 0 : SliceDigest.Length, "from");
        }

        CheckState(form);
    }

    private static void CheckState(OrderForm form)
    {
        if (form.State is not { } state)
        {
            return;
        }

        if (form.Slice is null or { FirstStep: 0 })
        {
            WireCheck.Throw($"state is there, and no slice goes on from it");
        }

        WireCheck.Within(state.Length, TrialState.HeaderBytes + 1, TrialState.HeaderBytes + SliceLimits.StateBytes, "state");
    }

    private static string NameOf(Keep keep)
    {
        switch (keep)
        {
            case Keep.Sums:
                return "sums";
            case Keep.Flags:
                return "flags";
            case Keep.All:
                return "all";
            default:
                WireCheck.Throw($"keep is {(int)keep}, which is nothing to keep");
                return "";
        }
    }

    private static Keep KeepOf(string name)
    {
        switch (name)
        {
            case "sums":
                return Keep.Sums;
            case "flags":
                return Keep.Flags;
            case "all":
                return Keep.All;
            default:
                WireCheck.Throw($"keep is none of sums, flags, all");
                return default;
        }
    }
}
