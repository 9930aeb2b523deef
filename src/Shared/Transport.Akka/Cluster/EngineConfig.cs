using System.Globalization;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>How a process's actor system is set up. Everything that is not Akka's own default stands here, with its reason.</summary>
internal static class EngineConfig
{
    /// <summary>The actor systems' name.</summary>
    public const string System = "farm";

    /// <summary>The name of the actor that a process is known by, below <c>/user</c>.</summary>
    public const string Porter = "farm";

    /// <summary>Role of a process with a coordinator.</summary>
    public const string CoordinatorRole = "coordinator";

    /// <summary>Role of any other process.</summary>
    public const string NodeRole = "node";

    /// <summary>How long a member that nobody reaches is waited for, before a coordinator says that it is down.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);

    /// <summary>The configuration of one actor system.</summary>
    /// <param name="role">Its role.</param>
    /// <param name="bind">The interface's address that it listens at.</param>
    /// <param name="host">The host by which others reach it.</param>
    /// <param name="port">Its port; 0 is any.</param>
    /// <param name="isSecure">Whether connections are encrypted.</param>
    public static Config Of(string role, string bind, string host, int port, bool isSecure) =>
        ConfigurationFactory.ParseString(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            akka.cluster.roles = ["{{role}}"]
            akka.remote.dot-netty.tcp {
              hostname = "{{bind}}"
              public-hostname = "{{host}}"
              port = {{port}}
              enable-ssl = {{(isSecure ? "true" : "false")}}
            }
            """)).WithFallback(Common);

    private static readonly Config Common = ConfigurationFactory.ParseString(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        akka {
          # The farm's own log takes all of it, and the process's life is the farm's own matter.
          loggers = ["{{NameOf(typeof(EngineLogger))}}"]
          loglevel = INFO
          stdout-loglevel = OFF
          stdout-logger-class = "{{NameOf(typeof(QuietLogger))}}"
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.exit-clr = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.run-by-actor-system-terminate = off

          actor {
            provider = cluster
            serializers {
              json = "{{NameOf(typeof(RefusingSerializer))}}"
              farm = "{{NameOf(typeof(EngineSerializer))}}"
            }
            serialization-bindings {
              "{{NameOf(typeof(IEngineMessage))}}" = farm
            }
          }

          remote {
            # Strangers reach no actor but those by which members know each other, and stop none.
            untrusted-mode = on
            trusted-selection-paths = [
              "/user/{{Porter}}", "/system/cluster/core/daemon", "/system/cluster/heartbeatReceiver"]
            # A process that was away for a moment is spoken to again at once.
            retry-gate-closed-for = 100 ms
            log-remote-lifecycle-events = off
            # Links send again what gets lost: a system that ends has nothing to wait for.
            flush-wait-on-shutdown = 300 ms
            shutdown-timeout = 3 s
            dot-netty.tcp {
              connection-timeout = 4 s
              # .NET would let two processes listen at one port: two clusters at one address.
              tcp-reuse-addr = off
              # The largest state of a long trial, and its envelope.
              maximum-frame-size = {{EngineCodec.MostBytes + (64 << 10)}}b
              send-buffer-size = 512 KiB
              receive-buffer-size = 512 KiB
            }
          }

          cluster {
            downing-provider-class = "{{NameOf(typeof(FarmDowning))}}"
            run-coordinated-shutdown-when-down = off
            # A new member is of use before everybody has heard of it.
            allow-weakly-up-members = 1 s
            seed-node-timeout = 1 s
            retry-unsuccessful-join-after = 2 s
            periodic-tasks-initial-delay = 200 ms
            gossip-interval = 250 ms
            leader-actions-interval = 250 ms
            unreachable-nodes-reaper-interval = 500 ms
            # A host that died is unreachable after about 4 s; a process that is starved of its processor is not.
            failure-detector {
              heartbeat-interval = 500 ms
              acceptable-heartbeat-pause = 3 s
              threshold = 8.0
              expected-response-after = 1 s
            }
          }
        }
        """));

    /// <summary>What an actor system is made of.</summary>
    public static ActorSystemSetup SetupOf(Config config, DotNettySslSetup? tls, Action<TransportEvent> tell)
    {
        var setup = ActorSystemSetup.Create(
            global::Akka.Actor.BootstrapSetup.Create().WithConfig(config), new EngineLogSetup(tell));
        return tls is null ? setup : setup.And(tls);
    }

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
