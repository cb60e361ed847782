using System.Globalization;

namespace AccessReview.Web.Tests.Http;

/// <summary>The product takes no culture from the machine.</summary>
public sealed class CultureTests
{
    [Fact]
    public async Task Every_thread_of_the_product_runs_in_the_invariant_culture_whatever_the_locale_of_the_service()
    {
        await using var app = new TestApp();
        Assert.Equal((CultureInfo.InvariantCulture, CultureInfo.InvariantCulture), (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture));
    }
}
