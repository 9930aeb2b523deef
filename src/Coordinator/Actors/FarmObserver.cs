namespace Farm.Coordinator.Actors;

/// <summary>Who hears how a farm is doing. Called on the coordinator's own turn: be quick, or hand it on.</summary>
/// <param name="Progress">Hears how far the sweep is, a few times a second and at the end.</param>
/// <param name="Event">Hears what happens, in order; several times for each shard.</param>
public sealed record FarmObserver(IProgress<FarmProgress>? Progress = null, Action<FarmEvent>? Event = null);
