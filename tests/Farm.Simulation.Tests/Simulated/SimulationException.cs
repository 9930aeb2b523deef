namespace Farm.Simulation.Tests.Simulated;

/// <summary>A checker's finding.</summary>
internal sealed class SimulationException(string message, Exception? inner = null) : Exception(message, inner);
