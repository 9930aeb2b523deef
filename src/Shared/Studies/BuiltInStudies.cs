using Farm.Studies.Data;
using Farm.Studies.DeepNet;
using Farm.Studies.Dynamics;
using Farm.Studies.Equilibria;
using Farm.Studies.Momentum;
using Farm.Studies.Regression;
using Farm.Studies.Unactivated;
using Farm.Studies.Xor;

namespace Farm.Studies;

/// <summary>The studies that every farm knows.</summary>
public static class BuiltInStudies
{
    /// <summary>All of them, in the order in which <c>farm studies</c> lists them, on the farm's own data sets.</summary>
    public static StudyCatalog Catalog { get; } = With(DataLibrary.Own);

    /// <summary>All of them, on a host's data sets.</summary>
    public static StudyCatalog With(DataLibrary library) => new(
        new XorStudy(),
        new RegressionStudy(library),
        new DeepNetStudy(library),
        new UnactivatedStudy(),
        new MomentumStudy(),
        new DynamicsStudy(),
        new DynamicsLatticeStudy(),
        new EquilibriaStudy());
}
