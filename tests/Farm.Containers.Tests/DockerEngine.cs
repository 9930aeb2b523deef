using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;
using Farm.EndToEnd.Tests.Networks;

namespace Farm.Containers.Tests;

/// <summary>The Docker engine of this host, and what these tests leave in it when they are killed.</summary>
internal static class DockerEngine
{
    /// <summary>A label that names the test process whose everything is that has it.</summary>
    public const string Label = "farm.tests.process";

    private const string VersionVariable = "DOCKER_API_VERSION";

    private const string Remedy =
        "run 'apt-get install docker.io' and, as root, 'dockerd'; DOCKER_HOST names another engine than that of /var/run/docker.sock.";

    private static readonly Lazy<IDockerClient> Lazily = new(() =>
        TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder().Build());

    /// <summary>This test process, as a value of <see cref="Label"/>.</summary>
    public static string Owner { get; } = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The engine's interface.</summary>
    public static IDockerClient Client => Lazily.Value;

    /// <summary>
    /// Has Testcontainers speak the engine's version of its interface, which in Debian 12 is older than the one that it
    /// speaks by itself. To be called before anything else of it.
    /// </summary>
    public static void AgreeOnVersion()
    {
        if (Environment.GetEnvironmentVariable(VersionVariable) is not null)
        {
            return;
        }

        try
        {
            Environment.SetEnvironmentVariable(
                VersionVariable, Tool.Run("docker", "version", "--format", "{{.Server.APIVersion}}").Trim());
        }
        catch (IOException)
        {
            // No engine, or no program to ask it: whether it answers is seen next.
        }
    }

    /// <summary>Why there can be no containers here; null when there can.</summary>
    public static async Task<string?> ObstacleAsync()
    {
        if (TestcontainersSettings.OS.DockerEndpointAuthConfig is null)
        {
            return $"No Docker engine answers: {Remedy}";
        }

        try
        {
            await Client.System.PingAsync();
            return null;
        }
#pragma warning disable CA1031 // Whatever keeps it from answering is why there can be no containers.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return $"No Docker engine answers ({fault.GetBaseException().Message}): {Remedy}";
        }
    }

    /// <summary>Removes what test processes left that were killed themselves.</summary>
    public static async Task RemoveLeftOversAsync()
    {
        var owners = new HashSet<string>();
        owners.UnionWith((await ContainersAsync(null)).Select(c => c.Labels[Label]));
        owners.UnionWith((await NetworksAsync(null)).Select(n => n.Labels[Label]));
        owners.UnionWith((await ImagesAsync(null)).Select(i => i.Labels[Label]));
        foreach (var owner in owners.Where(o => !Directory.Exists("/proc/" + o)))
        {
            await RemoveAsync(owner);
            await RemoveImagesAsync(owner);
        }
    }

    /// <summary>Removes all containers and networks of a test process.</summary>
    public static async Task RemoveAsync(string owner)
    {
        foreach (var container in await ContainersAsync(owner))
        {
            await Client.Containers.RemoveContainerAsync(
                container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }

        foreach (var network in await NetworksAsync(owner))
        {
            await Client.Networks.DeleteNetworkAsync(network.ID);
        }
    }

    /// <summary>Removes all images of a test process, whose containers are gone.</summary>
    public static async Task RemoveImagesAsync(string owner)
    {
        foreach (var image in await ImagesAsync(owner))
        {
            await Client.Images.DeleteImageAsync(image.ID, new ImageDeleteParameters { Force = true });
        }
    }

    private static async Task<IList<ContainerListResponse>> ContainersAsync(string? owner) =>
        await Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Of(owner) });

    private static async Task<IList<NetworkResponse>> NetworksAsync(string? owner) =>
        await Client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = Of(owner) });

    private static async Task<IList<ImagesListResponse>> ImagesAsync(string? owner) =>
        await Client.Images.ListImagesAsync(new ImagesListParameters { Filters = Of(owner) });

    private static Dictionary<string, IDictionary<string, bool>> Of(string? owner) => new()
    {
        ["label"] = new Dictionary<string, bool> { [owner is null ? Label : $"{Label}={owner}"] = true },
    };
}
