namespace Farm.Hosting.Tests;

public sealed class DataFolderTests
{
    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        Assert.Equal($"FARM_DATA names {missing}, which is no folder: there is no data but the farm's own", DataFolder.Problem(missing));
        Assert.Null(DataFolder.Problem(Path.GetTempPath()));
        Assert.Null(DataFolder.Problem(""));
        Assert.Null(DataFolder.Problem(null));
    }
}
