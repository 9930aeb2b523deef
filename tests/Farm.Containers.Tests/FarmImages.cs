using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using Farm.Testing;
using Farm.Testing.Broker;

namespace Farm.Containers.Tests;

/// <summary>
/// Images of <c>farm</c> and <c>farm-node</c>, made once for all tests as deploy/README.md says; tests that cannot have them
/// are skipped and say why.
/// </summary>
public sealed class FarmImages : IAsyncLifetime
{
    /// <summary>The collection of tests that use them.</summary>
    public const string Collection = "containers";

    private const string Publish = "dotnet publish -c Release --self-contained ";
    private readonly string folder = Directory.CreateTempSubdirectory("farm-images-").FullName;
    private string? obstacle = "nobody has looked for them yet.";

    /// <summary>The image of <c>farm</c>.</summary>
    internal static string Farm { get; } = $"farm-test/farm:{DockerEngine.Owner}";

    /// <summary>The image of <c>farm-node</c>.</summary>
    internal static string FarmNode { get; } = $"farm-test/farm-node:{DockerEngine.Owner}";

    /// <summary>Skips the test when there are no images.</summary>
    internal void Need() => Skip.IfNot(obstacle is null, obstacle);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        DockerEngine.AgreeOnVersion();

        // Its own image may not be had, and what it would remove is removed here.
        TestcontainersSettings.ResourceReaperEnabled = false;
        obstacle = await DockerEngine.ObstacleAsync() ?? await BaseImages.ObstacleAsync();
        if (obstacle is not null)
        {
            return;
        }

        await DockerEngine.RemoveLeftOversAsync();
        File.Copy(Path.Combine(RepositoryFolder.Path, "deploy", "docker", "Dockerfile"), Path.Combine(folder, "Dockerfile"));
        foreach (var command in PublishCommands())
        {
            await Shell.RunAsync(command, RepositoryFolder.Path);
        }

        await BuildAsync("farm", Farm);
        await BuildAsync("farm-node", FarmNode);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (obstacle is null)
        {
            await DockerEngine.RemoveAsync(DockerEngine.Owner);
            await DockerEngine.RemoveImagesAsync(DockerEngine.Owner);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The document's commands, for the full build, with all that they write in this folder.</summary>
    private IEnumerable<string> PublishCommands()
    {
        var commands = File.ReadAllLines(Path.Combine(RepositoryFolder.Path, "deploy", "README.md"))
            .Where(l => l.StartsWith(Publish, StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, commands.Length);
        return commands.Select(c =>
            c.Replace("deploy/docker/", folder + "/", StringComparison.Ordinal)
            + $" -p:FarmFull=true -p:ArtifactsPath={folder}/built -nodeReuse:false");
    }

    private async Task BuildAsync(string target, string name)
    {
        var image = new ImageFromDockerfileBuilder()
            .WithName(name)
            .WithContextDirectory(folder)
            .WithDockerfileDirectory(folder)
            .WithTarget(target)
            .WithBuildArgument("BASE", BaseImages.Debian)
            .WithLabel(DockerEngine.Label, DockerEngine.Owner)
            .Build();
        await image.CreateAsync();
    }
}

/// <summary>Tests of containers: one after the other.</summary>
[CollectionDefinition(FarmImages.Collection, DisableParallelization = true)]
public sealed class ContainerTests : ICollectionFixture<FarmImages>;
