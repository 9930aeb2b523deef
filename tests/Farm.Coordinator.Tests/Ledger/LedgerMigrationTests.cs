using Farm.Coordinator.Ledger;
using Farm.Domain;
using static Farm.Coordinator.Tests.Ledger.Given;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class LedgerMigrationTests : IDisposable
{
    private static readonly Cell Live = Cell.Parse("xor;init=live;init_std=0.5");
    private static readonly Cell Normal = Cell.Parse("xor;init=normal;init_std=0.5");
    private static readonly Cell Margin = Cell.Parse("xor;init=margin;init_std=0.5;margin=0.1;margin_kind=activation");

    private readonly Folder folder = new();

    /// <summary>Each has a ledger here that its own program left.</summary>
    public static TheoryData<int> OlderVersions => [.. Enumerable.Range(1, LedgerSchema.Version - 1)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public void An_older_ledger_is_brought_up_to_date_by_its_next_writer(int version)
    {
        var path = LedgerOf(version);
        using (var writer = Writer(path))
        {
            Assert.Equal(Guid.Parse("6f9619ff-8b86-4011-b42d-00c04fc964ff"), writer.Id);
            var sweep = new Sweep("first", "xor", 20260101, 150, 64, Keep.Flags, [Normal, Live]);
            writer.Register(sweep with { Trials = 200 }, "amended", At(500));
        }

        using var reader = SqliteLedgerReader.Open(path);
        AssertAllIsThere(reader, amended: true);
    }

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public void A_reader_sees_an_older_ledger_in_todays_form_and_leaves_it_alone(int version)
    {
        var path = LedgerOf(version);
        var before = File.ReadAllBytes(path);
        using (var reader = SqliteLedgerReader.Open(path))
        {
            AssertAllIsThere(reader, amended: false);
        }

        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public void A_migrated_ledger_has_the_tables_of_a_new_one(int version)
    {
        var path = LedgerOf(version);
        ClosedLedger(folder["new.db"]);
        Writer(path).Dispose();
        Assert.Equal(Schema(folder["new.db"]), Schema(path));
    }

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public void An_older_ledgers_blocks_are_confirmed_and_taken_back_like_new_ones(int version)
    {
        using var writer = Writer(LedgerOf(version));
        var withdrawn = writer.Quarantine(new QuarantinedHost("alpha", "of old", At(900)));

        using var reader = SqliteLedgerReader.Open(LedgerPath);
        Assert.Equal(
            ["xor;init=live;init_std=0.5 1 [0, 1)", "xor;init=live;init_std=0.5 2 [0, 1)", "xor;init=normal;init_std=0.5 1 [0, 1)"],
            withdrawn.Select(w => $"{w.Cell.Key} {w.Revision} {string.Join(' ', w.Blocks)}"));
        var left = Assert.Single(reader.Unconfirmed(Normal, 20260101, 64, 1));
        Assert.Equal(("beta", "[1, 3)"), (left.Host, string.Join(' ', left.Blocks)));
        Assert.Empty(reader.OpenIncidents());
        Assert.Single(reader.Incidents());
        Assert.Empty(reader.DamagedBlocks());
    }

    private string LedgerPath => folder["farm.db"];

    private string LedgerOf(int version)
    {
        var name = FormattableString.Invariant($"Version{version}.sql");
        using var stream = typeof(LedgerMigrationTests).Assembly.GetManifestResourceStream(name)!;
        using var text = new StreamReader(stream);
        Sql(LedgerPath, text.ReadToEnd());
        return LedgerPath;
    }

    private static void AssertAllIsThere(SqliteLedgerReader reader, bool amended)
    {
        var sweeps = reader.Sweeps();
        Assert.Equal(["first", "second"], sweeps.Select(s => s.Sweep.Name));
        Assert.Equal((20260101UL, 64, Keep.Flags), (sweeps[0].Sweep.Seed, sweeps[0].Sweep.BlockSize, sweeps[0].Sweep.Keep));
        Assert.Equal((ulong.MaxValue, 5000L, Keep.All), (sweeps[1].Sweep.Seed, sweeps[1].Sweep.Trials, sweeps[1].Sweep.Keep));
        Assert.Equal([Normal, Live], sweeps[0].Sweep.Cells);
        Assert.Equal(amended ? [At(500)] : [], sweeps[0].Amended);
        Assert.Equal((amended ? 200 : 150, At(10)), (sweeps[0].Sweep.Trials, sweeps[0].Created));
        Assert.Equal(amended ? "amended" : "name: first\nstudy: xor\n", sweeps[0].Source);
        Assert.Equal([new(Margin, true)], reader.Cells(sweeps[1]));

        Assert.Equal([0L, 1, 2], reader.Blocks(Normal, 20260101, 64).Select(b => b.Key.Block));
        Assert.Equal([new(0, 64, 1, 1), new(0, 64, 2, 3)], reader.Extents(Live, 20260101, 64));
        var last = reader.Block(new BlockKey(Margin, ulong.MaxValue, 1024, 4))!;
        Assert.Equal((904, Keep.All, TimeSpan.FromTicks(1006), At(106)), (last.Trials, last.Keep, last.Elapsed, last.At));
        Assert.Equal(new WorkerName("node-2", "beta", 3, "cpu", "simd-512", "Processor Y"), last.By);
        Assert.Equal(24, last.Summary.Length);
        Assert.Equal(16, reader.Kept(last.Key).Length);
        Assert.Empty(reader.DamagedBlocks());

        var setAside = Assert.Single(reader.SetAside(Live, 20260101, 64));
        Assert.Equal((1L, 3, 2), (setAside.Key.Block, setAside.Attempts, setAside.Errors.Count));
        Assert.Equal("no luck", setAside.Errors[0].Failure.Message);
        Assert.Equal(At(300), Assert.Single(reader.Incidents()).At);
    }

    private static DateTimeOffset At(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(17_900_000_000_000_000 + ticks);

    private static string[] Schema(string file)
    {
        using var connection = LedgerConnection.ForReading(file);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name";
        using var row = command.ExecuteReader();
        var lines = new List<string>();
        while (row.Read())
        {
            lines.Add(row.GetString(0));
        }

        return [.. lines];
    }
}
