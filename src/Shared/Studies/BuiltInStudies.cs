using Farm.Studies.DeepNet;
using Farm.Studies.Regression;
using Farm.Studies.Xor;

namespace Farm.Studies;

/// <summary>The studies that every farm knows.</summary>
public static class BuiltInStudies
{
    /// <summary>All of them, in the order in which <c>farm studies</c> lists them.</summary>
    public static StudyCatalog Catalog { get; } = new(new XorStudy(), new RegressionStudy(), new DeepNetStudy());
}
