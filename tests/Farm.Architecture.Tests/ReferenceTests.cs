using System.Reflection;
using System.Xml.Linq;

namespace Farm.Architecture.Tests;

/// <summary>Dependencies between the rooms run one way.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string[]> Rooms => new()
    {
        { "src/Shared/Domain/Farm.Domain.csproj", [] },
        { "src/Shared/Numerics/Farm.Numerics.csproj", [] },
        { "src/Shared/Studies/Farm.Studies.csproj", ["Farm.Domain", "Farm.Numerics"] },
        { "src/Shared/Transport/Farm.Transport.csproj", ["Farm.Domain"] },
        { "src/Shared/Hosting/Farm.Hosting.csproj", ["Farm.Transport"] },
        { "src/Shared/Transport.Akka/Farm.Transport.Akka.csproj", ["Farm.Domain", "Farm.Transport"] },
        { "src/Shared/Numerics.Gpu/Farm.Numerics.Gpu.csproj", ["Farm.Domain", "Farm.Numerics", "Farm.Studies"] },
        {
            "src/Node/Farm.Node.csproj",
            ["Farm.Hosting", "Farm.Numerics.Gpu", "Farm.Studies", "Farm.Transport", "Farm.Transport.Akka"]
        },
        { "src/Coordinator/Farm.Coordinator.csproj", ["Farm.Hosting", "Farm.Node", "Farm.Studies", "Farm.Transport"] },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_the_rooms_it_may(string project, string[] allowed)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, project))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal);

        Assert.Equal(allowed, references);
    }

    [Theory]
    [InlineData("Farm.Domain", "Farm.Numerics", "Farm.Studies", "Farm.Transport", "farm-node")]
    [InlineData("Farm.Numerics", "Farm.Domain", "Farm.Studies", "Farm.Transport", "farm-node")]
    [InlineData("Farm.Studies", "Farm.Transport", "farm-node")]
    [InlineData("Farm.Hosting", "Farm.Numerics", "Farm.Studies", "farm-node")]
    [InlineData("Farm.Transport", "Farm.Numerics", "Farm.Studies", "farm-node")]
    public void A_built_room_refers_to_none_that_it_must_not_know(string room, params string[] unknown)
    {
        var references = Assembly.Load(room).GetReferencedAssemblies().Select(a => a.Name!).ToArray();

        Assert.Empty(references.Intersect(unknown));
    }

    [Fact]
    public void Only_the_composition_of_farms_knows_the_node()
    {
        var files = Repository.Sources("src/Coordinator")
            .Where(f => File.ReadAllText(f).Contains("using Farm.Node", StringComparison.Ordinal))
            .Select(Repository.Relative);

        Assert.Equal(
            ["src/Coordinator/Actors/BrokerFarm.cs", "src/Coordinator/Actors/LocalFarm.cs"],
            files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_project_lies_below_another()
    {
        var folders = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(p => Path.GetDirectoryName(p)! + Path.DirectorySeparatorChar)
            .ToArray();

        Assert.All(folders, f => Assert.DoesNotContain(
            folders, other => other != f && f.StartsWith(other, StringComparison.Ordinal)));
    }
}
