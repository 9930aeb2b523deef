using Docker.DotNet;
using Docker.DotNet.Models;

namespace Farm.Containers.Tests;

/// <summary>The images that the farm's are built on and run beside; named by the environment where the usual ones cannot be had.</summary>
internal static class BaseImages
{
    /// <summary>A Debian: <c>FARM_TEST_DEBIAN_IMAGE</c>, or what deploy/docker/Dockerfile builds on.</summary>
    public static string Debian { get; } = Environment.GetEnvironmentVariable("FARM_TEST_DEBIAN_IMAGE") ?? "debian:bookworm-slim";

    /// <summary>A RabbitMQ: <c>FARM_TEST_RABBITMQ_IMAGE</c>, or what deploy/compose.yaml starts.</summary>
    public static string RabbitMq { get; } = Environment.GetEnvironmentVariable("FARM_TEST_RABBITMQ_IMAGE") ?? "rabbitmq:4";

    /// <summary>Why there are none; null when there are, or could be pulled.</summary>
    public static async Task<string?> ObstacleAsync()
    {
        foreach (var image in (string[])[Debian, RabbitMq])
        {
            if (await WhyNotAsync(image) is { } reason)
            {
                return $"There is no image {image} ({reason}): tests/Farm.Containers.Tests/base-images.sh makes one of Debian's packages.";
            }
        }

        return null;
    }

    private static async Task<string?> WhyNotAsync(string image)
    {
        try
        {
            await DockerEngine.Client.Images.InspectImageAsync(image);
            return null;
        }
        catch (DockerImageNotFoundException)
        {
            // It may be had from where images come from.
        }

        try
        {
            var (name, tag) = image.Split(':') is [var n, var t] ? (n, t) : (image, "latest");
            await DockerEngine.Client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = name, Tag = tag }, new AuthConfig(), new Progress<JSONMessage>());
            return null;
        }
        catch (DockerApiException fault)
        {
            return fault.Message.ReplaceLineEndings(" ");
        }
    }
}
